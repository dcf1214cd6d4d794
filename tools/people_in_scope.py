"""Whose files a question is about: a named person's, a unit's, or everybody's whom the asker may see."""

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.kinds import ContributorStatus
from knowledge.workforce.viewer import Data, Reach
from tools.candidates import KindName
from tools.contract import Context
from tools.naming import ids, kinds, people
from tools.rights import refusal, require, require_any

_WORKING = frozenset({ContributorStatus.ACTIVE, ContributorStatus.ONBOARDING})


def in_scope(
    context: Context,
    data: Data,
    *,
    contributor: str | None,
    org_unit: str | None,
    countries: list[str],
    cities: list[str],
    chosen: list[KindName],
) -> frozenset[str] | None:
    """Ids of those asked about, None for everybody whom the asker may see.

    Raises `Refused` where the asker may see `data` of none of those: a named person's, a whole unit's, or anybody's.
    """
    if contributor is not None:
        found = [context.registry.contributor(entity.id) for entity in people(context, contributor)]
        for person in found:
            if person is not None:
                require(context, data, person)
        return frozenset(person.id for person in found if person is not None)
    require_any(context, data)
    units = ids(context, EntityType.ORG_UNIT, [org_unit] if org_unit else [])
    reach = context.viewer.reach(data)
    if units and reach <= {Reach.OWN_UNITS, Reach.OWN} and not set(units) & context.viewer.units:
        raise refusal(context.viewer, data, next(iter(units.values())))
    if not (units or countries or cities or chosen):
        return None
    criteria = Criteria(
        org_units=frozenset(units),
        countries=frozenset(ids(context, EntityType.COUNTRY, countries)),
        cities=frozenset(ids(context, EntityType.CITY, cities)),
        kinds=kinds(chosen),
        statuses=_WORKING,
    )
    return frozenset(person.id for person in context.registry.contributors(criteria))
