"""What Slack needs to be kept: deliveries that wait, conversations by thread, cards that were sent, and what was told.

They lie in the registry's database, so that any replica can take up what another left.
"""

from sqlalchemy import BigInteger, Column, Connection, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

slack_delivery = Table(
    "slack_delivery",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("conversation", String(400), nullable=False),
    Column("happened", Float, nullable=False),
    Column("received", Float, nullable=False),
    Column("body", Text),
    Column("state", String(10), nullable=False),  # waiting, working, done, failed
    Column("worker", String(120)),
    Column("lease_until", Float, nullable=False, server_default="0"),
    Column("not_before", Float, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("note", Text),
    Index("ix_slack_delivery_state", "state", "happened"),
    Index("ix_slack_delivery_conversation", "conversation", "state"),
)
slack_thread = Table(
    "slack_thread",
    metadata,
    Column("team", String(40), primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("thread_ts", String(40), primary_key=True),
    Column("slack_user", String(40), primary_key=True),
    Column("thread", String(200), nullable=False),
    Column("used", Float, nullable=False),
)
slack_card = Table(
    "slack_card",
    metadata,
    Column("plan", String(60), primary_key=True),
    Column("version", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("slack_user", String(40), primary_key=True),
    Column("channel", String(40)),
    Column("ts", String(40)),
    Column("shown", String(20), nullable=False),
    Column("sent", Float, nullable=False),
)
slack_told = Table(
    "slack_told",
    metadata,
    Column("topic", String(200), primary_key=True),
    Column("slack_user", String(40), primary_key=True),
    Column("at", Float, nullable=False),
)


def create(connection: Connection) -> None:
    """Create what is missing."""
    metadata.create_all(connection)
