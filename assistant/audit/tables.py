"""The log's tables, in the registry's database but with a metadata of their own."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
    text,
)

from assistant.audit.events import COLUMNS

metadata = MetaData()
_Serial = BigInteger().with_variant(Integer, "sqlite")

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("monotonic_ns", BigInteger, nullable=False),
    *(Column(name, Text) for name in COLUMNS),
    Column("canonical", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary(32), nullable=False),
    Index("ix_audit_event_run", "run"),
    Index("ix_audit_event_actor", "actor"),
    Index("ix_audit_event_kind", "kind"),
    Index("ix_audit_event_intent", "intent"),
)
payload = Table(
    "payload",
    metadata,
    Column("event_id", String(36), primary_key=True),
    Column("salt", LargeBinary(32), nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("retention", String(20), nullable=False, server_default="standard"),
    Column("hold", Integer, nullable=False, server_default="0"),
)
subject_link = Table(
    "subject_link",
    metadata,
    Column("event_id", String(36), primary_key=True),
    Column("pseudonym", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Index("ix_subject_link_pseudonym", "pseudonym"),
)
log_index = Table(
    "log_index",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=False),
    Column("event_id", String(36), nullable=False, unique=True),
    Column("leaf_hash", LargeBinary(32), nullable=False),
)
tile = Table(
    "tile",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("index", _Serial, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", _Serial, primary_key=True, autoincrement=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
)
witness_signature = Table(
    "witness_signature",
    metadata,
    Column("size", _Serial, primary_key=True, autoincrement=False),
    Column("witness", String(200), primary_key=True),
    Column("signature", Text, nullable=False),
)

INSERT_ONLY = ("audit_event", "log_index", "checkpoint")


def create(connection: Connection) -> None:
    """Create what is missing. The triggers are a deterrent (`INSERT OR REPLACE` passes them); the checkpoint is the proof."""
    if inspect(connection).has_table("witness_signature"):
        return
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for table in INSERT_ONLY:
            for action in ("UPDATE", "DELETE"):
                connection.execute(
                    text(
                        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{action.lower()} BEFORE {action} ON {table} "
                        "BEGIN SELECT RAISE(ABORT, 'the oversight log is insert only'); END"
                    )
                )
        return
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION audit_insert_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the oversight log is insert only'; END $$"
        )
    )
    for table in INSERT_ONLY:
        connection.execute(
            text(
                f"CREATE OR REPLACE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only()"
            )
        )
