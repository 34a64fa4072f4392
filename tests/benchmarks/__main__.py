"""All benchmarks, or those named: `python tests/benchmarks [name ...]`. Each prints a Markdown table of ratios."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("[!_]*.py"))
    codes = []
    for name in names:
        print(f"\n### {name}\n", flush=True)
        codes.append(subprocess.call([sys.executable, str(HERE / f"{name}.py")], cwd=HERE.parent.parent))
    return max(codes, default=0)


sys.exit(main())
