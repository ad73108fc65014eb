"""What is typed: numbers, measures, records and checklists."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError


class NumberNotUnderstood(AmbassadorError):
    """Fields: text."""


class NumberAmbiguous(AmbassadorError):
    """`1.234` may be a thousand or one and a bit. Fields: text, large, small."""


class FieldMissing(AmbassadorError):
    """A field that must be filled is empty. Fields: field."""


class FieldRefused(AmbassadorError):
    """A field has a value that cannot be. Fields: field, value, allowed."""


class UnknownCalculator(AmbassadorError):
    """Fields: calculator."""


class UnknownInput(AmbassadorError):
    """Fields: input, calculator."""


class InputMissing(AmbassadorError):
    """Fields: input."""


class InputRefused(AmbassadorError):
    """An input is outside its hard range. Fields: input, value, allowed."""


class UnknownSet(AmbassadorError):
    """A factor or price set that is not here. Fields: set."""


class MoveRefused(AmbassadorError):
    """A measure's status cannot move that way. Fields: now, then."""


class VerificationMissing(AmbassadorError):
    """A measure is called verified before anybody has said what it saves. Fields: title."""


class SetRefused(AmbassadorError):
    """A factor or price set, typed or in a file, cannot be kept. Fields: place, reason."""


class RecordNotFound(AmbassadorError):
    """Fields: kind, id."""


class VisitLocked(AmbassadorError):
    """A signed visit is evidence: it can be amended, never edited. Fields: visit."""


class NothingToUndo(AmbassadorError):
    """There is no action of this person left to undo in this visit."""


class NothingToRedo(AmbassadorError):
    """There is no undone action left to redo in this visit."""


class UndoRefused(AmbassadorError):
    """The field was changed by somebody else since. Fields: field."""


class UnknownChecklist(UnknownSet):
    """A checklist, or a version of one, that is not here. Fields: set."""


class WorkbookMissing(AmbassadorError):
    """The workbook a version of a checklist was made from is not here. Fields: checklist."""


class FormRefused(AmbassadorError):
    """A checklist workbook cannot be used. Fields: sheet, row, column, reason."""


class ExpressionRefused(AmbassadorError):
    """An expression in a checklist cannot be understood. Fields: expression, position, reason."""
