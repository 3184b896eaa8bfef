"""What people read and editors change, and its loaders. Every mistake is told by file, line and field."""

from pathlib import Path

DIRECTORY = Path(__file__).parent
"""The content that comes with the desk; an installation may bring its own copy (CONTENT_DIR)."""
