import mimetypes
import secrets
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.telegram.world import StoredFile

# Telegram's ids of a kind begin alike; the prefix makes a wrong kind visible in logs.
PREFIXES = {
    "photo": "AgACAgI",
    "document": "BQACAgI",
    "video": "BAACAgI",
    "audio": "CQACAgI",
    "voice": "AwACAgI",
    "video_note": "DQACAgI",
    "animation": "CgACAgI",
    "sticker": "CAACAgI",
}
FOLDERS = {"photo": "photos", "voice": "voice", "audio": "music", "animation": "animations"}


@dataclass(frozen=True)
class Upload:
    name: str
    mime_type: str | None
    data: bytes


def new_file_id(kind: str) -> str:
    return PREFIXES[kind] + secrets.token_urlsafe(39)


def new_unique_id() -> str:
    return "AQAD" + secrets.token_hex(8)


def guessed_mime(upload: Upload) -> str | None:
    generic = upload.mime_type in {None, "", "application/octet-stream"}
    return mimetypes.guess_type(upload.name)[0] or upload.mime_type if generic else upload.mime_type


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header of a PNG, GIF, WebP or JPEG; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_size(data)
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8 " and len(data) >= 30:
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if data[12:16] == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


class FileStore:
    """Bytes on disk, named by the file's unique id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, unique_id: str) -> Path:
        return self._folder / unique_id

    def write(self, unique_id: str, data: bytes) -> None:
        self.path(unique_id).write_bytes(data)

    def read(self, unique_id: str) -> bytes | None:
        path = self.path(unique_id)
        return path.read_bytes() if path.is_file() else None


def download_path(file: StoredFile) -> str:
    folder = FOLDERS.get(file.kind, file.kind + "s")
    suffix = Path(file.name or "").suffix or mimetypes.guess_extension(file.mime_type or "") or ""
    return f"{folder}/{file.unique_id}{suffix}"


def described(file: StoredFile) -> dict[str, Any]:
    """The Bot API object of one file, without None."""
    base = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    extra = EXTRA[file.kind](file)
    return {key: value for key, value in {**base, **extra}.items() if value is not None}


def _named(file: StoredFile) -> dict[str, Any]:
    return {"file_name": file.name, "mime_type": file.mime_type}


def _sized(file: StoredFile) -> dict[str, Any]:
    return {"width": file.width, "height": file.height}


def _sticker(file: StoredFile) -> dict[str, Any]:
    kind = {"type": "regular", "is_animated": False, "is_video": False}
    return {**kind, "width": file.width or 512, "height": file.height or 512}


EXTRA = {
    "photo": _sized,
    "document": _named,
    "video": lambda f: {**_sized(f), "duration": f.duration, **_named(f)},
    "animation": lambda f: {**_sized(f), "duration": f.duration, **_named(f)},
    "audio": lambda f: {"duration": f.duration, **_named(f)},
    "voice": lambda f: {"duration": f.duration, "mime_type": f.mime_type or "audio/ogg"},
    "video_note": lambda f: {"length": f.width or 240, "duration": f.duration},
    "sticker": _sticker,
}
