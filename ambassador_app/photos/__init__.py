"""Photos made fit for the report when they are taken (Pillow is loaded on the first call)."""

from ambassador_app.photos.annotation import Burnt, burn_in
from ambassador_app.photos.ingest import REPORT_SIDE, REPORT_SIDES, Glance, IngestedPhoto, glance, ingest
from ambassador_app.photos.notes import CameraNotes, with_notes
from ambassador_app.photos.received import jpeg_size, thumbnail
from ambassador_app.photos.smaller import smaller

__all__ = [
    "REPORT_SIDE",
    "REPORT_SIDES",
    "Burnt",
    "CameraNotes",
    "Glance",
    "IngestedPhoto",
    "burn_in",
    "glance",
    "ingest",
    "jpeg_size",
    "smaller",
    "thumbnail",
    "with_notes",
]
