"""Optimisations as jobs: taken at once, worked on beside the requests, logged before their answer can be read."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
from assistant.direct import Direct, NoSuchThing
from assistant.journal import record
from knowledge.registry.allocation_jobs import AllocationJobs, Job
from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.allocation.parsing import parse
from knowledge.workforce.allocation.running import allocate
from knowledge.workforce.errors import Unavailable, WorkforceError
from knowledge.workforce.viewer import Viewer

AT_ONCE = 2
"""Jobs worked on at the same time by one process; the others wait."""
MOST_WAITING = 20
_BEAT_SECONDS = 2.0


@dataclass
class Allocations:
    """Takes problems and projects to staff; the answer is the contract's document."""

    jobs: AllocationJobs
    direct: Direct
    log: OversightLog
    _slots: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))

    def solve(self, problem: Mapping[str, Any], seconds: float, viewer: Viewer) -> str:
        """Start on a problem that is complete in itself; `BadInput` at once when it can't be taken."""
        parse(problem)

        def work(id_: str) -> dict[str, Any]:
            return self._of_problem(id_, problem, seconds, viewer)

        return self._start(viewer, work)

    def staff(self, arguments: dict[str, Any], viewer: Viewer) -> str:
        """Start on projects; `NoSuchThing` at once for what isn't there."""
        with self.direct.registry.reading(viewer) as reading:
            for text in arguments["projects"]:
                if not reading.vocabulary.resolve(EntityType.PROJECT, text).entities:
                    raise NoSuchThing(f"There is no project “{text[:60]}” in the registry.")

        def work(id_: str) -> dict[str, Any]:
            progress, cancelled = self._followed(id_)
            return self.direct.use("allocate", arguments, viewer, "api", progress, cancelled)[0]

        return self._start(viewer, work)

    def job(self, id_: str, viewer: Viewer) -> Job | None:
        return self.jobs.get(id_, viewer.email)

    def cancel(self, id_: str, viewer: Viewer) -> Job | None:
        """Ask a job to end; None when there is none of this viewer's."""
        if self.job(id_, viewer) is None:
            return None
        self.jobs.cancel(id_)
        return self.job(id_, viewer)

    def _start(self, viewer: Viewer, work: Callable[[str], dict[str, Any]]) -> str:
        if self.jobs.running() >= MOST_WAITING:
            raise Unavailable("Too many optimisations are waiting; try again in a minute.")
        id_ = self.jobs.start(viewer.email)
        threading.Thread(target=self._run, args=(id_, work), name=id_, daemon=True).start()
        return id_

    def _run(self, id_: str, work: Callable[[str], dict[str, Any]]) -> None:
        ended = threading.Event()
        beat = threading.Thread(target=self._beat, args=(id_, ended), daemon=True)
        beat.start()
        try:
            with self._slots:
                answer = work(id_)
        except WorkforceError as error:
            self.jobs.end(id_, fault=str(error))
        except Exception:
            self.jobs.end(id_, fault="Something went wrong on our side; send it again.")
            raise
        else:
            self.jobs.end(id_, answer=answer)
        finally:
            ended.set()

    def _beat(self, id_: str, ended: threading.Event) -> None:
        while not ended.wait(_BEAT_SECONDS):
            self.jobs.touch(id_)

    def _followed(self, id_: str) -> tuple[Callable[[dict[str, Any]], None], Callable[[], bool]]:
        """What a computation tells its job, and what it asks of it."""
        asked = [0.0, False]

        def cancelled() -> bool:
            if time.monotonic() - float(asked[0]) > 0.5:
                asked[:] = [time.monotonic(), self.jobs.touch(id_)]
            return bool(asked[1])

        def progress(plan: dict[str, Any]) -> None:
            names = ("status", "objective", "bound", "gap", "seconds")
            self.jobs.touch(id_, {**{name: plan[name] for name in names}, "filled": len(plan["assignments"])})

        return progress, cancelled

    def _of_problem(self, id_: str, problem: Mapping[str, Any], seconds: float, viewer: Viewer) -> dict[str, Any]:
        progress, cancelled = self._followed(id_)
        answer = allocate(problem, seconds, progress=progress, cancelled=cancelled)
        summary = {name: answer[name] for name in ("status", "objective", "bound", "gap", "seconds")}
        record(
            self.log,
            EventKind.TOOL_CALL,
            viewer=viewer,
            channel="api",
            tool="allocate",
            payload={"job": id_, **summary},
        )
        return answer
