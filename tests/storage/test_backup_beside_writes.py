"""A backup while somebody goes on typing: nobody waits for it, it ends, and it holds one moment."""

from __future__ import annotations

import threading
from pathlib import Path

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import SectionAnswers
from ambassador_app.services.session import Session
from ambassador_app.storage import cipher
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.schema import table_name
from tests.builders import a_visit, session_in

LAMPS = "/data/lighting/ly1_lamp_kind"


def answered(session: Session, visit_id: VisitId) -> str:
    return session.visits.workspace(visit_id).answers[LAMPS].note


def test_a_copy_holds_the_moment_it_began_and_no_write_makes_it_begin_anew(tmp_path: Path, monkeypatch: object) -> None:
    monkeypatch.setattr(cipher, "PAGES_A_STEP", 5)  # many steps, a write between each two
    with session_in(tmp_path / "home") as session:
        visit_id = a_visit(session)
        session.visits.answer(visit_id, LAMPS, value="t8", note="before")
        shares: list[float] = []

        def type_on(share: float) -> None:
            assert len(shares) < 2000, "the copy begins anew for ever"
            shares.append(share)
            session.visits.answer(visit_id, LAMPS, value="t8", note=f"during {len(shares)}")

        store = session._desk.store
        copy = tmp_path / "copy"
        store.copy_to(copy, progress=type_on)
        assert len(shares) > 10
        assert shares == sorted(shares)
        assert answered(session, visit_id) == f"during {len(shares)}"
        connection = cipher.connect(copy, derived(store.secret_key, "database"))
        bodies = [row[0] for row in connection.execute(f"SELECT body FROM {table_name(SectionAnswers.KIND)}")]
        connection.close()
    assert any('"before"' in body for body in bodies)
    assert not any("during" in body for body in bodies)


def test_saving_goes_on_while_another_thread_backs_up(tmp_path: Path) -> None:
    with session_in(tmp_path / "home") as session:
        visit_id = a_visit(session)
        done = threading.Event()
        made: list[object] = []

        def back_up() -> None:
            made.extend(session.backups.run_daily())
            done.set()

        thread = threading.Thread(target=back_up)
        thread.start()
        count = 0
        while not done.is_set() or count == 0:
            count += 1
            session.visits.answer(visit_id, LAMPS, value="t8", note=f"note {count}")
        thread.join()
        assert answered(session, visit_id) == f"note {count}"
        assert len(made) == 1
        assert not session.backups.status().is_due
