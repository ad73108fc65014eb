"""What a sync does on a disk that is really full: `python -m tests.sync.on_a_full_disk FOLDER WHOSE KILOBYTES …`.

FOLDER is a small file system; WHOSE (`laptop` or `office`) has its files there. For each number of kilobytes left, a
laptop syncs, and syncs again when there is room. Says as JSON, line by line, what became of it.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from ambassador_app.errors import AmbassadorError
from tests.sync.laptops import Laptop, Words, all_agree
from tests.sync.rooms import Line, Place, Room, Time


def main(small: Path, whose: str, rooms: list[int]) -> None:
    for kilobytes in rooms:
        for one in small.iterdir():
            shutil.rmtree(one)
        large = Path(tempfile.mkdtemp())
        (small / "place").mkdir()
        where = {"laptop": large, "office": large, whose: small}
        room = Room(place=Place(folder=where["office"] / "place" if whose == "office" else large))
        words = Words()
        laptops = []
        for number, folder in enumerate((where["laptop"], large)):
            (folder / f"n{number}").mkdir()
            laptops.append(Laptop(folder / f"n{number}", Time(), number, Line(room), words))
            laptops[-1].join(room.invitation(laptops[-1].name))
            laptops[-1].syncing.sync()
        found = {"room": kilobytes, **told(small, kilobytes, laptops[0], laptops[1], room)}
        sys.stdout.write(f"{json.dumps(found)}\n")
        for one in laptops:
            one.store.close()
        room.office.close()
        shutil.rmtree(large)


def told(small: Path, kilobytes: int, mine: Laptop, colleague: Laptop, room: Room) -> dict[str, object]:
    """Let both write much, then one syncs where there is no room."""
    for one in (mine, colleague):
        for number in range(60):
            one.type_into_a_finding(f"f-{one.number}-{number}", "text")
        for _ in range(4):
            one.seal(size=60_000)
    if room.folder != small / "place":
        colleague.syncing.sync()
    before, waiting = mine.content(), mine.syncing.waiting()
    filler = small / "place" / "filler"
    free = shutil.disk_usage(small).free - kilobytes * 1024
    with filler.open("wb") as file:
        file.write(os.urandom(1 << 16) * (max(free, 0) >> 16) + bytes(max(free, 0) & 0xFFFF))
    refused = ""
    try:
        mine.syncing.sync()
    except AmbassadorError as error:
        refused = type(error).__name__
    kept = all(mine.content()[kind].items() >= records.items() for kind, records in before.items() if records)
    filler.unlink()
    live = all_agree([mine, colleague], lambda one: one.syncing.sync())
    return {
        "refused": refused, "kept": kept, "waited": waiting.records, "lost": mine.words.lost(live),
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [int(one) for one in sys.argv[3:]])
