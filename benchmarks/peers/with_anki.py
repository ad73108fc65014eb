"""Run by Anki's own environment: `with_anki.py COLLECTION PORT`; for each number read, add so many notes and sync."""

from __future__ import annotations

import sys
import time

from anki.collection import Collection
from anki.sync_pb2 import SyncCollectionResponse

FIELD = "x" * 186  # two fields, as many bytes as a record of the others has


def main(file: str, port: str) -> None:
    """Sync once as a whole, then note by note."""
    collection = Collection(file)
    auth = collection.sync_login("hanne", "secret", f"http://127.0.0.1:{port}/")
    add(collection, 1)
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=True)
    for line in sys.stdin:
        add(collection, int(line))
        began = time.perf_counter()
        done = collection.sync_collection(auth, sync_media=False)
        taken = time.perf_counter() - began
        assert done.required == SyncCollectionResponse.NO_CHANGES, done
        print(taken, flush=True)
    collection.close()


def add(collection: Collection, count: int) -> None:
    """Add so many notes."""
    kind = collection.models.by_name("Basic")
    for _ in range(count):
        note = collection.new_note(kind)
        note.fields = [f"{time.perf_counter_ns()} {FIELD}", FIELD]
        collection.add_note(note, 1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
