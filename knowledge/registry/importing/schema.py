"""The import bundle as data: every table, column, type and reference, written once.

Validation, the report of unknown columns, the check of mappings and the documentation all follow from `BUNDLE`,
whose order is the order of loading: what others belong to comes first.
"""

from collections.abc import Mapping
from types import MappingProxyType

from knowledge.registry.importing.schema_governance import CONTRACTS_AND_GOVERNANCE
from knowledge.registry.importing.schema_people_work import IDENTITY_COLUMNS, PEOPLE_AND_WORK
from knowledge.registry.importing.table_schema import Column, Reference, TableSchema, Unknown

__all__ = ["BUNDLE", "IDENTITY_COLUMNS", "Column", "Reference", "TableSchema", "Unknown"]

BUNDLE: Mapping[str, TableSchema] = MappingProxyType(
    {table.name: table for table in (*PEOPLE_AND_WORK, *CONTRACTS_AND_GOVERNANCE)}
)
