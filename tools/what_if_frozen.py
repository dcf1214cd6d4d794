"""What if a kind of contributor gets no new work."""

from pydantic import Field

from knowledge.workforce.allocation.scenarios import frozen
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import listed
from tools import candidates as c
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Tool
from tools.naming import kinds


class FrozenInput(Input):
    kinds: list[c.KindName] = Field(min_length=1, description="The kinds that get no new work.")


def run(given: FrozenInput, context: Context) -> scenario.ScenarioOutput:
    chosen = kinds(given.kinds)
    staff, _ = s.staff_of(context, ())
    names = listed([kind.plural for kind in ContributorKind if kind in chosen])
    note = "Bookings that exist go on; nobody's engagement ends."
    return scenario.compare(f"With no new work for {names}", staff, frozen(staff, chosen), context, notes=(note,))


TOOL = Tool(
    name="what_if_frozen",
    description="What a freeze on a kind of contributor (freelancers, agency workers, externals) does to the staffing.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=FrozenInput,
    output=scenario.ScenarioOutput,
    examples=(
        "what if we freeze freelancers?",
        "what happens with a freeze on agency workers",
        "what if we stop hiring externals?",
        "suppose no new contractors are allowed",
        "impact of a hiring freeze for freelancers",
        "what do we lose with no more vendor workers?",
    ),
    run=run,
    render=scenario.render,
)
