"""The photos of iPhones: HEIC, read by libheif and libde265 (both LGPL-3.0); nothing here can write them."""

from __future__ import annotations

from typing import Final

_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def is_heif(data: bytes) -> bool:
    """Whether a file says that it is such a photo."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def learn_heif() -> None:
    """Let Pillow read HEIC from now on: the picture alone, turned upright, without its depth map and the like."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
