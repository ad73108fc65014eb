"""What becomes of a bug: logged whole, told calmly, and nobody's data in it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType

_log = logging.getLogger(__name__)
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Put what Qt complains of into the log: a window without a console shows it to nobody."""
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)


def describe(error: BaseException) -> str:
    """Give kind and stack of `error` and of what led to it; no message, since it may hold what was typed."""
    return "\n".join(_parts(error))


def _parts(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _parts(cause)
        yield "which led to"
    yield f"{type(error).__module__}.{type(error).__qualname__}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
