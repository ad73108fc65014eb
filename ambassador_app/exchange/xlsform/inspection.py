"""From the bytes of a workbook to a checklist, with everything there is to say about it."""

from __future__ import annotations

import re
import unicodedata
import warnings as python_warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NoReturn

from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.checklist import Checklist
from ambassador_app.errors import FormRefused
from ambassador_app.exchange.xlsform.checks import check
from ambassador_app.exchange.xlsform.refusals import explained, known_types, said_by, warnings_of
from ambassador_app.exchange.xlsform.remarks import Level, Remark
from ambassador_app.exchange.xlsform.sheet_checks import sheet_remarks
from ambassador_app.exchange.xlsform.type_checks import form_id, type_remarks
from ambassador_app.exchange.xlsform.workbook import Workbook, kind_of, read_sheets
from ambassador_app.exchange.xlsform.xform import checklist_of, language_code
from ambassador_app.i18n import N_, Message

DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Inspection:
    """A workbook looked through: the checklist if one can be made of it, all remarks, the XForm behind it, and which
    compiler made that.
    """

    checklist: Checklist | None
    remarks: tuple[Remark, ...]
    xform: str = ""
    compiler: str = ""

    @property
    def errors(self) -> tuple[Remark, ...]:
        """What keeps the form from being published."""
        return tuple(remark for remark in self.remarks if remark.level is Level.ERROR)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """What is worth knowing and keeps nothing back."""
        return tuple(remark for remark in self.remarks if remark.level is Level.WARNING)


def read(data: bytes, *, name: str) -> tuple[Checklist, tuple[Remark, ...]]:
    """Compile the form in a workbook; give it with its warnings. Slow: for a worker, never the window's thread.

    Raises FormRefused with the sheet, row, column and reason of the first error, FileTooLarge, FileKindUnknown.
    """
    found = inspect(data, name=name)
    if found.errors:
        _refuse(found.errors[0])
    if found.checklist is None:
        raise AssertionError("no checklist and no error")
    return found.checklist, found.warnings


def _refuse(remark: Remark) -> NoReturn:
    raise FormRefused(sheet=remark.sheet, row=remark.row, column=remark.column, reason=remark.message)


def inspect(data: bytes, *, name: str, catalogue: Mapping[str, CatalogueEntry] | None = None) -> Inspection:
    """Look a workbook through and give everything that is wrong with it at once.

    With a `catalogue` of measures also what it says of entries and inputs that are not there.

    Raises FileTooLarge and FileKindUnknown; a form that is wrong is told in remarks, never raised.
    """
    kind = kind_of(data, name)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")  # the libraries warn of styles and validations we do not use
        try:
            workbook = read_sheets(data, kind)
        except FormRefused as error:
            return Inspection(None, (_remark_of(error),))
        too_deep = _too_deep(workbook)
        return Inspection(None, (too_deep,)) if too_deep else _compiled(data, kind, workbook, name, catalogue)


def _remark_of(error: FormRefused) -> Remark:
    found = error.fields
    reason, row = found["reason"], found["row"]
    return Remark(
        Level.ERROR,
        reason if isinstance(reason, Message) else Message(str(reason)),
        str(found["sheet"]),
        row if isinstance(row, int) else None,
        str(found["column"]),
    )


def _too_deep(workbook: Workbook) -> Remark | None:
    """Refuse groups nested deeper than anybody can overlook: working them out goes as deep as they do."""
    for path, row in workbook.survey_rows():
        if path.count("/") > DEEPEST:
            message = Message(N_("Groups are nested more than {most} levels deep."), {"most": DEEPEST})
            return Remark(Level.ERROR, message, "survey", row.number, workbook.sheet("survey").column("type"))
    return None


def _compiled(
    data: bytes, kind: str, workbook: Workbook, name: str, catalogue: Mapping[str, CatalogueEntry] | None
) -> Inspection:
    from pyxform import __version__
    from pyxform.xls2xform import convert

    said: list[str] = []
    try:
        xform = convert(data, warnings=said, file_type=kind).xform
        checklist = checklist_of(xform, _titles(workbook))
        checklist = checklist if form_id(workbook) else replace(checklist, id=_id_from(name))
    except Exception as error:  # the compiler raises its own error class, and TypeError and others where it stumbles
        own = (*sheet_remarks(workbook, known_types()), *type_remarks(workbook))
        return Inspection(None, explained(said_by(error, workbook), own))
    message = Message(N_("The workbook holds no question."))
    empty = () if checklist.sections else (Remark(Level.ERROR, message, "survey"),)
    remarks = (*empty, *check(checklist, workbook, catalogue), *warnings_of(said, workbook))
    return Inspection(checklist, remarks, xform, f"pyxform {__version__}")


def _id_from(name: str) -> str:
    """Make an id of the name of a file."""
    return "_".join(re.findall(r"[a-z0-9]+", _plain(name.rpartition(".")[0] or name))) or "form"


def _plain(text: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        text = text.lower().replace(letter, plain)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _titles(workbook: Workbook) -> dict[str, str]:
    """Give the title in other languages: `kb_title::English (en)` on the settings sheet."""
    rows = workbook.sheet("settings").rows
    cells = rows[0].cells if rows else {}
    return {
        language_code(header.partition("::")[2]): text
        for header, text in cells.items()
        if header.startswith("kb_title::")
    }
