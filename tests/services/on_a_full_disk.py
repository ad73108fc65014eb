"""A process that seals on a disk with hardly any room: `python -m tests.services.on_a_full_disk FOLDER KILOBYTES…`.

FOLDER is on a small file system. For each number of kilobytes left, it says on one line of JSON how the seal went.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.wording import sentence
from tests.builders import a_visit, session_in, signed, translator


def main(folder: Path, rooms: list[int]) -> None:
    """Fill the disk but for so much, try to seal, make room, look whether all is there, and seal."""
    with session_in(folder / "home") as session:
        for room in rooms:
            visit_id = a_visit(session)
            signed(session, visit_id)
            before = all_of(session, visit_id)
            filler = fill(folder / "filler", room * 1024)
            said = tried(session, visit_id)
            filler.unlink()
            told = {
                "room": room,
                **said,
                "unchanged": said["refused"] == "" or all_of(session, visit_id) == before,
                "sealed": session.visits.workspace(visit_id).locked,
                "good": said["refused"] == "" or session.signing.seal(visit_id).verdict.good,
                "whole": session.reports.verify(session.reports.pdf(session.reports.of_visit(visit_id)[0].id)).good,
                "left": sorted(one.name for one in (folder / "home").rglob("*.part")),
            }
            sys.stdout.write(f"{json.dumps(told)}\n")


def tried(session: Session, visit_id: VisitId) -> dict[str, str]:
    """Seal; say what was refused, and in which words."""
    try:
        session.signing.seal(visit_id)
    except AmbassadorError as error:
        return {"refused": type(error).__name__, "words": sentence(error, translator(Language.DANISH))}
    return {"refused": "", "words": ""}


def all_of(session: Session, visit_id: VisitId) -> str:
    """All that is known of the visit, and its history."""
    found = session.visits.workspace(visit_id)
    history = session._desk.library.history(visit_id)
    return repr((found.dossier, found.reports, found.locked, history))


def fill(file: Path, room: int) -> Path:
    """Write a file until the disk is full, then give `room` bytes of it back."""
    size = 0
    with file.open("wb", buffering=0) as out:
        for step in (65536, 4096):
            try:
                while True:
                    size += out.write(bytes(step))
            except OSError:
                continue
        out.truncate(max(size - room, 0))
    return file


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(one) for one in sys.argv[2:]])
