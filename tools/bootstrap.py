"""Make `.venv` with everything CoolHead needs, on a machine that has only Python 3.11+ and pip.

uv installs a fresh environment about five times faster than pip, so it is tried first; where it cannot be
had (no wheel for the platform, a private index that uv does not know), plain pip does the same with the
same constraints.
"""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
WHAT = ["-c", "constraints.txt", "-e", ".[dev]"]


def run(*words: str) -> bool:
    """Whether the command ended well; its output goes where ours goes."""
    return subprocess.run([str(PYTHON), "-m", *words], cwd=ROOT, check=False).returncode == 0


def main() -> int:
    """0 when `.venv` is ready."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        print(f"bootstrap: CoolHead needs Python 3.11 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    if not PYTHON.exists():
        print("bootstrap: making .venv", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    pip = ("pip", "install", "--quiet", "--disable-pip-version-check")
    print("bootstrap: installing (first time: about half a minute)", flush=True)
    if run(*pip, "uv") and run("uv", "pip", "install", "--quiet", "--python", str(PYTHON), *WHAT):
        return 0
    print("bootstrap: uv is not usable here, falling back to pip", flush=True)
    return 0 if run(*pip, *WHAT) else 1


if __name__ == "__main__":
    sys.exit(main())
