"""Alembic's environment: runs on the connection that `Database.migrate` hands over."""

from alembic import context

from knowledge.registry.tables import Base

connection = context.config.attributes["connection"]
own = set(Base.metadata.tables)


def of_the_registry(_object: object, name: str | None, type_: str, reflected: bool, _compare_to: object) -> bool:
    """The oversight log shares the database and keeps its own tables; migrations leave them alone."""
    return not (type_ == "table" and reflected and name not in own)


context.configure(
    connection=connection, target_metadata=Base.metadata, include_object=of_the_registry, compare_type=True
)
with context.begin_transaction():
    context.run_migrations()
