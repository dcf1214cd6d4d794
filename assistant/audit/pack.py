"""An evidence pack: all events up to a signed checkpoint in one zip, for an auditor who has nothing of ours.

Payloads (what people wrote and read) stay out: the events commit to them, and each is shown on request.
"""

import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.audit.reading import Filter
from assistant.audit.store import OversightLog
from knowledge.workforce.errors import BadInput

SHOWN = 2_000
"""Events listed on the page; the files beside it have all of them."""
_COLUMNS = ("seq", "at", "kind", "phase", "actor", "tool", "status", "run")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.2rem .5rem;border-bottom:1px solid #ccc;text-align:left}"
    "code{overflow-wrap:anywhere}"
)


def write_pack(log: OversightLog, path: Path) -> dict[str, Any]:
    """Writes the pack to `path` and returns how many events it holds, their root and the signed note.

    Raises `BadInput` when the file is there already or can't be written; then nothing is left behind.
    """
    made = log.checkpoint()
    size = int(str(made["note"]).split("\n")[1])
    kinds: Counter[str] = Counter()
    try:
        with path.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
            _write(pack, "events.jsonl", _counted(islice(log.export("jsonl", Filter()), size), kinds))
            _write(pack, "events.csv", islice(log.export("csv", Filter()), size + 1))
            pack.writestr("checkpoint.txt", str(made["note"]))
            pack.writestr("key.txt", f"{made['key']}\n")
            pack.writestr(
                "verify_log.py", files("assistant.audit").joinpath("standalone.py").read_text(encoding="utf-8")
            )
            shown = [json.loads(line) for line in islice(log.export("jsonl", Filter()), min(size, SHOWN))]
            pack.writestr("index.html", _page(made, size, kinds, shown))
    except FileExistsError:
        raise BadInput(f"{path} is there already; name another file.") from None
    except OSError as error:
        path.unlink(missing_ok=True)
        reason = (error.strerror or "").lower()
        raise BadInput(f"{path} can't be written ({reason}); check the folder and the room on the disk.") from None
    return {"path": str(path), "events": size, "root": made["root"], "note": made["note"], "key": made["key"]}


def _write(pack: zipfile.ZipFile, name: str, lines: Iterator[str]) -> None:
    with pack.open(name, "w", force_zip64=True) as file:
        for line in lines:
            file.write(line.encode())


def _counted(lines: Iterator[str], kinds: "Counter[str]") -> Iterator[str]:
    for line in lines:
        kinds[str(json.loads(line).get("kind"))] += 1
        yield line


def _page(made: dict[str, Any], size: int, kinds: "Counter[str]", shown: list[dict[str, Any]]) -> str:
    counted = "".join(f"<tr><td>{escape(kind)}<td>{n:,}" for kind, n in kinds.most_common())
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(event.get(name) or ''))}" for name in _COLUMNS) for event in shown
    )
    head = "".join(f"<th scope=col>{name}" for name in _COLUMNS)
    rest = (
        f"<p>The first {len(shown):,} of {size:,} events; events.csv and events.jsonl hold all." if size > SHOWN else ""
    )
    return (
        '<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>Evidence pack</title><style>{_STYLE}</style><h1>Evidence pack</h1>"
        f"<p>{size:,} events of the oversight log, whole up to a signed checkpoint. "
        f"Root: <code>{escape(str(made['root']))}</code>. "
        "What people wrote and read is not in it; each event commits to it by a keyed hash."
        "<h2>Check it</h2><p>With the key that you noted when you first met the log, not with the one in this pack: "
        "<p><code>python verify_log.py PACK.zip --key KEY --checkpoint A-CHECKPOINT-YOU-KEPT</code>"
        f"<h2>What happened</h2><table><tr><th scope=col>kind<th scope=col>events{counted}</table>"
        f"<h2>Events</h2>{rest}<div style='overflow-x:auto'><table><tr>{head}{rows}</table></div></html>\n"
    )
