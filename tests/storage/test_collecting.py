"""Bytes of attachments go only when no record, no undo and no report can reach them, and never too early."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import AttachmentId, UuidMaker, VisitId
from ambassador_app.domain.visit import Attachment
from ambassador_app.errors import NothingToRedo, NothingToUndo, UndoRefused
from ambassador_app.storage import Store
from tests.storage.conftest import ME, SECRET, VISIT, Time

PICTURES = [f"picture {number}".encode() for number in range(6)]
NAMES = st.sampled_from([AttachmentId(f"photo-{number}") for number in range(3)])
SHOWN = st.sampled_from(range(len(PICTURES)))


class Collecting(RuleBasedStateMachine):
    """Photos come, are drawn on, go and come back by undo, while time passes and bytes are collected."""

    @initialize()
    def begin(self) -> None:
        import random
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        self.time = Time()
        self.store = Store.open(
            Path(self.folder.name), SECRET, now=self.time, new_id=UuidMaker(self.time, random.Random(1).randbytes)
        )
        self.put_at: dict[str, object] = {}

    @rule(name=NAMES, first=SHOWN, second=SHOWN)
    def keep(self, name: AttachmentId, first: int, second: int) -> None:
        """A photo, or another drawing over it: two pictures, written before the record that names them."""
        hashes = [self.store.blobs.put(PICTURES[one]) for one in (first, second)]
        self.put_at |= dict.fromkeys(hashes, self.time.at)
        with self.store.transaction(Deed.ADD_PHOTO, author=ME, scope=VISIT) as tx:
            tx.save(Attachment(name, VisitId(VISIT), sha256=hashes[0], clean_sha256=hashes[1]))

    @rule(name=NAMES)
    def remove(self, name: AttachmentId) -> None:
        with self.store.transaction(Deed.REMOVE_PHOTO, author=ME, scope=VISIT) as tx:
            if tx.find(Attachment, name) is not None:
                tx.delete(Attachment, name)

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        try:
            (self.store.undo if back else self.store.redo)(VISIT, author=ME)
        except (NothingToUndo, NothingToRedo, UndoRefused):
            return

    @rule(number=SHOWN)
    def put_without_a_record(self, number: int) -> None:
        """As when the power goes between the bytes and the record."""
        self.put_at[self.store.blobs.put(PICTURES[number])] = self.time.at

    @rule()
    def seal(self) -> None:
        """What is behind a seal cannot be undone."""
        with self.store.transaction(Deed.SEAL_VISIT, author=ME, scope=VISIT) as tx:
            tx.save(Attachment(AttachmentId("paper"), VisitId(VISIT), sha256=f"{self.time.at.timestamp():064.0f}"))

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.time.passes(hours=hours)

    @rule()
    def collect(self) -> None:
        self.store.collect()
        kept = set(self.store.blobs.names())
        young = {one for one, at in self.put_at.items() if self.time.at - at < timedelta(hours=23)}  # type: ignore[operator]
        assert young <= kept, "what was put today may still be named"

    @invariant()
    def every_picture_that_is_named_is_there(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.reader() as reader:
            photos = reader.all(Attachment, visit_id=VISIT)
        for photo in photos:
            for name in (photo.sha256, photo.clean_sha256) if photo.id != "paper" else ():
                assert self.store.blobs.get(name) in PICTURES

    @rule()
    def whatever_undo_brings_back_is_whole(self) -> None:
        steps = 0
        try:
            while steps < 50:
                self.store.undo(VISIT, author=ME)
                steps += 1
                self.every_picture_that_is_named_is_there()
        except (NothingToUndo, UndoRefused):
            pass
        for _ in range(steps):
            self.store.redo(VISIT, author=ME)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()


Collecting.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
test_what_can_be_reached_is_never_collected = Collecting.TestCase
