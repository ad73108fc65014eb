"""A fresh process that draws the content once: `python worker.py LIBRARY CONTENT.json OUT.pdf`.

Says the seconds of the drawing, without those of loading the library, the seconds of them that the processor worked for
it, and the most memory it had, in megabytes.
"""

import json
import re
import sys
import time
from importlib import import_module
from pathlib import Path


def main(library: str, content: Path, out: Path) -> None:
    """Draw once, and tell."""
    sys.path.insert(0, str(Path(__file__).parent))
    drawn_by = import_module(f"with_{library}")
    wanted = json.loads(content.read_text("utf-8"))
    start, worked = time.perf_counter(), time.process_time()
    out.write_bytes(drawn_by.draw(wanted))
    print(time.perf_counter() - start, time.process_time() - worked, most_memory())


def most_memory() -> float:
    """Megabytes; of this program alone, not of the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
