"""Alembic's entry: one connection, one transaction, guarded so that two starting processes do not race."""

from alembic import context
from sqlalchemy import create_engine, text

from storage.tables import metadata

MIGRATION_LOCK = 7_145_001  # any number of ours; held until the transaction ends

engine = create_engine(context.config.attributes["url"], hide_parameters=True)
with engine.begin() as connection:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(connection=connection, target_metadata=metadata)
    context.run_migrations()
engine.dispose()
