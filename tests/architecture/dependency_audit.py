"""`python -m tests.architecture.dependency_audit`: known vulnerabilities in what the lock file pins.

Fails when there are any. Where the advisory service can't be reached it says so and passes: a check that depends on
somebody else's server must not stop a release, and must not be silent either.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
_UNREACHABLE = re.compile(
    r"ConnectionError|ServiceError|ReadTimeout|timed out|Max retries|HTTPError|50\d|40[34]", re.IGNORECASE
)


def main() -> int:
    exported = subprocess.run(
        [str(BIN / "uv"), "export", "--frozen", "--no-emit-project", "--no-dev", "--no-hashes", "--quiet"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    ).stdout
    pinned = [
        line for line in exported.splitlines() if "==" in line and "'never'" not in line and '"never"' not in line
    ]
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text("\n".join(pinned))
        command = [
            str(BIN / "pip-audit"),
            "-r",
            str(requirements),
            "--no-deps",
            "--disable-pip",
            "--progress-spinner",
            "off",
            "--cache-dir",
            str(BIN.parent / "cache" / "audit"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        print(f"dependency audit: {len(pinned)} pinned packages, no known vulnerability")
        return 0
    if "Found" in done.stderr + done.stdout and "vulnerabilit" in done.stderr + done.stdout:
        print(done.stdout, done.stderr)
        return 1
    if _UNREACHABLE.search(done.stderr):
        print("dependency audit: NOT DONE, the advisory service can't be reached from here")
        return 0
    print(done.stdout, done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
