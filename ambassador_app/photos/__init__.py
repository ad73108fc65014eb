"""Photos made fit for the report when they are taken (Pillow is loaded on the first call)."""

from ambassador_app.photos.ingest import IngestedPhoto, ingest

__all__ = ["IngestedPhoto", "ingest"]
