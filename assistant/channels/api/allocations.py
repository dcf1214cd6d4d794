"""`POST /api/v1/allocations` and the jobs that it starts."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from starlette.exceptions import HTTPException

from assistant.channels.http.identity import Asker, Opened
from knowledge.registry.allocation_jobs import Job
from knowledge.workforce.allocation.running import DEFAULT_SECONDS
from knowledge.workforce.errors import BadInput

router = APIRouter(prefix="/api/v1", tags=["allocations"])

MOST_SECONDS = 600.0
_OPTIONS = ("budget", "external_share_max", "concurrent_roles_max")


@router.post("/allocations", status_code=202)
def start(
    body: Annotated[
        dict[str, Any],
        Body(
            description="Either `{problem, seconds?}` with a problem that is complete in itself (or that problem itself), or "
            "`{projects, seconds?, budget?, external_share_max?, concurrent_roles_max?}`.",
            examples=[{"projects": ["PRJ-01"], "seconds": 10}],
        ),
    ],
    viewer: Asker,
    opened: Opened,
    response: Response,
) -> dict[str, Any]:
    """Start an optimisation; poll the address in `Location` for its progress and answer."""
    seconds = _seconds(body.get("seconds", DEFAULT_SECONDS))
    if "problem" in body:
        _only(body, ("problem", "seconds"))
        id_ = opened.allocations.solve(body["problem"], seconds, viewer)
    elif "projects" in body or "project" in body:
        _only(body, ("projects", "project", "seconds", *_OPTIONS))
        projects = body.get("projects", body.get("project"))
        chosen = [projects] if isinstance(projects, str) else projects
        if not isinstance(chosen, list) or not all(isinstance(text, str) for text in chosen):  # pyright: ignore[reportUnknownVariableType]
            raise BadInput("projects must be a list of names or ids.")
        options = {name: body[name] for name in _OPTIONS if body.get(name) is not None}
        id_ = opened.allocations.staff({"projects": chosen, "seconds": seconds, **options}, viewer)
    elif "demands" in body:
        problem = {name: value for name, value in body.items() if name != "seconds"}
        id_ = opened.allocations.solve(problem, seconds, viewer)
    else:
        raise BadInput("Give projects, or a problem with periods, contributors and demands.")
    response.headers["Location"] = f"/api/v1/allocations/{id_}"
    return _shown(opened.allocations.job(id_, viewer), id_)


@router.get("/allocations/{allocation}")
def show(allocation: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """How far a job of yours is, and its answer once it ended."""
    return _shown(opened.allocations.job(allocation, viewer), allocation)


@router.delete("/allocations/{allocation}")
def cancel(allocation: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Ask a job to end; the best plan so far is kept."""
    return _shown(opened.allocations.cancel(allocation, viewer), allocation)


def _shown(job: Job | None, id_: str) -> dict[str, Any]:
    """A job; once it ended the answer's members stand beside `id` and `state` as well as in `result`."""
    if job is None:
        raise HTTPException(404, f"There is no allocation {id_[:60]} of yours.")
    shown: dict[str, Any] = {
        "id": job.id,
        "state": job.state,
        "status": job.state,
        "progress": job.progress,
        "error": job.fault,
        "result": job.answer,
    }
    return {**shown, **(job.answer or {})}


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= MOST_SECONDS:
        raise BadInput(f"seconds must be a number above 0 and at most {MOST_SECONDS:g}.")
    return float(value)


def _only(body: dict[str, Any], names: tuple[str, ...]) -> None:
    unknown = sorted(body.keys() - set(names))
    if unknown:
        raise BadInput(f"{unknown[0][:60]} is not known here; the members are {', '.join(names)}.")
