"""What if people are trained by one level in a skill."""

from pydantic import Field

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.allocation.scenarios import trained
from knowledge.workforce.viewer import Data
from tools import scenario
from tools import staffing as s
from tools.contract import Context, Effect, Input, Tool
from tools.naming import one, people


class TrainedInput(Input):
    skill: str = Field(description="The skill that is trained.")
    contributors: list[str] = Field(
        default_factory=list, description="Who is trained; all who have the skill when empty."
    )


def run(given: TrainedInput, context: Context) -> scenario.ScenarioOutput:
    skill = one(context, EntityType.SKILL, given.skill)
    chosen = [person for text in given.contributors for person in people(context, text)]
    staff, _ = s.staff_of(context, ())
    who = ", ".join(person.name for person in chosen) or "Everybody who has it"
    then = trained(staff, skill.name, frozenset(person.id for person in chosen))
    return scenario.compare(f"{who}: one level up in {skill.name}", staff, then, context)


TOOL = Tool(
    name="what_if_trained",
    description="What training people by one level in a skill does to the staffing: which open roles it fills.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=TrainedInput,
    output=scenario.ScenarioOutput,
    examples=(
        "what if we train people in {skill} by one level?",
        "what would training {contributor} in {skill} bring?",
        "which roles could we fill if we trained our people in {skill}",
        "suppose {contributor} learns {skill}",
        "what happens if everyone gets one level better at {skill}?",
        "is upskilling in {skill} worth it for staffing?",
    ),
    run=run,
    render=scenario.render,
)
