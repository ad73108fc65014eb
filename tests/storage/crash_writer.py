"""Run by a test, which kills it: saves one answer after the other and says which are durable."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from ambassador_app.domain.identifiers import SectionId, UuidMaker, VisitId
from ambassador_app.domain.visit import Answer, SectionAnswers
from ambassador_app.storage import Store
from tests.storage.conftest import ME, SECRET, VISIT


def main(folder: Path, first: int) -> None:
    store = Store.open(
        folder, SECRET, now=lambda: datetime.now(UTC), new_id=UuidMaker(lambda: datetime.now(UTC), lambda n: b"x" * n)
    )
    for number in range(first, 1_000_000):
        with store.transaction("answer", author=ME, scope=VISIT) as tx:
            photo = tx.put_blob(str(number).encode())
            answers = {"number": Answer(float(number)), "photo": Answer(photo), "text": Answer("x" * (number % 3000))}
            tx.save(SectionAnswers(SectionId("section"), VisitId(VISIT), "light", answers=answers))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
