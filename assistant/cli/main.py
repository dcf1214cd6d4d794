"""The entry point: the commands, and how every error becomes one sentence and an exit status."""

import os
import sys
import traceback
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from assistant.cli import (
    agents,
    allocating,
    asking,
    auditing,
    data,
    duplicates,
    gaps,
    operating,
    people,
    plans,
    policies,
    skills,
    staffing,
    voice,
)
from knowledge.workforce.errors import BadInput, NotPermitted, Unavailable, WorkforceError

app = typer.Typer(
    name="workforce",
    help="A conversational assistant for people who lead a workforce ecosystem; every AI action is logged.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (
    agents,
    asking,
    staffing,
    gaps,
    allocating,
    data,
    duplicates,
    skills,
    policies,
    people,
    auditing,
    operating,
    plans,
    voice,
):
    module.add_to(app)

_STATUSES: tuple[tuple[type[WorkforceError], int], ...] = ((BadInput, 2), (NotPermitted, 3), (Unavailable, 4))


def main() -> None:
    """Run the command line; the process ends with the contract's exit statuses."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Carry out one command line and return its exit status: 0 done, 1 no, 2 usage, 3 not permitted, 4 unavailable."""
    try:
        returned = app(args=arguments, standalone_mode=False)
    except Exit as leaving:
        return leaving.exit_code
    except Abort:
        return 130
    except TyperException as error:
        return _fail(f"{error.format_message()} Try 'workforce --help'.", 2)
    except WorkforceError as error:
        status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 4)
        return _fail(str(error), status)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - the last stop: whatever is wrong, nobody is shown a traceback
        return _fail(
            f"Something went wrong on our side ({_kept(fault)}). Run 'workforce doctor' to see what to mend.", 4
        )
    return returned if isinstance(returned, int) else 0


def _kept(fault: Exception) -> str:
    """Where the whole story of a fault of ours was put for whoever mends it."""
    path = Path(os.environ.get("WORKFORCE_HOME") or ".workforce") / "faults.log"
    try:
        with path.open("a", encoding="utf-8") as file:
            traceback.print_exception(fault, file=file)
    except OSError:
        return type(fault).__name__
    return f"{type(fault).__name__}, kept in {path}"


def _fail(sentence: str, status: int) -> int:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return status
