"""Types answers through the services for ever, and says of each one when it was acknowledged; to be killed."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from tests.builders import MORNING, TickingClock, session_in
from tests.services.sights import a_photo

LIGHTING = "/data/lighting/"


def say(*words: object) -> None:
    """Acknowledge: a line that is out when this returns."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def type_on(home: Path, visit_id: str, life: int) -> None:
    """Answer, note, remark and photograph until the power goes."""
    # Identifiers are made of the moment: each life begins later than the one before ended.
    clock = TickingClock(MORNING + timedelta(days=life))
    with session_in(home, clock=clock) as s:
        say("open")
        for number in range(10**9):
            text = f"kxskrevet {life} {number}"
            s.visits.answer(visit_id, LIGHTING + "ly1_lamp_kind", value="t8", note=text)  # type: ignore[arg-type]
            say("note", text)
            s.visits.answer(visit_id, LIGHTING + "ly1_count", value=float(number))  # type: ignore[arg-type]
            say("count", number)
            if number % 3 == 0:
                finding = s.notes.add_finding(visit_id, f"kxfund {life} {number}").id  # type: ignore[arg-type]
                say("finding", finding)
            if number % 5 == 0:
                photo = s.evidence.add_photo(visit_id, a_photo(number % 200), caption=f"kxbillede {life}").id  # type: ignore[arg-type]
                say("photo", photo)


if __name__ == "__main__":
    type_on(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
