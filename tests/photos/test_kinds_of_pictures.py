"""Every kind of picture, taken in: as it should look, or a sentence that says why not; never something half."""

import io

import pytest
from PIL import Image

from ambassador_app.errors import PhotoNotRead
from ambassador_app.i18n import Language
from ambassador_app.photos import ingest
from ambassador_app.wording import sentence
from tests.builders import translator
from tests.report.test_images import BOTTOM, MIDDLE, PICTURES, SIZE, TOP, WRECKS


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_any_kind_is_taken_in_as_it_looks(name: str) -> None:
    photo = ingest(PICTURES[name](), name=name)
    with Image.open(io.BytesIO(photo.report)) as shown:
        assert (shown.mode, shown.size) == ("RGB", SIZE)
        assert max(shown.getpixel(TOP)) < 30
        assert min(shown.getpixel(BOTTOM)) > 225
        if name != "one bit":
            assert 100 < shown.getpixel(MIDDLE)[0] < 156


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", WRECKS)
def test_what_is_broken_or_cut_is_a_sentence_with_the_files_name(name: str, language: Language) -> None:
    with pytest.raises(PhotoNotRead) as refused:
        ingest(WRECKS[name](), name="IMG_0042.jpg")
    words = sentence(refused.value, translator(language))
    assert "IMG_0042.jpg" in words
    assert "{" not in words
