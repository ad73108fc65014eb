"""Sets the window up: appearance, languages, the way to a session, and what happens to a bug."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ambassador_app.errors import AmbassadorError, JobCancelled
from ambassador_app.i18n import Language, Translator
from ambassador_app.ui.context import OpeningContext, UiContext
from ambassador_app.ui.crash import describe, log_qt
from ambassador_app.ui.first_paint import FirstPaint, wants_dark
from ambassador_app.ui.locking import Locking
from ambassador_app.ui.navigation import Navigator, Place
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.preferences import Shelf
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens import factory_of
from ambassador_app.ui.shell import HOME, Shell, is_known
from ambassador_app.ui.sleep import SleepNotice
from ambassador_app.ui.tasks import Progress, Tasks
from ambassador_app.ui.theme import Theme, load_fonts
from ambassador_app.ui.tidying import Tidying
from ambassador_app.ui.waiting import Waiting
from ambassador_app.ui.widgets.fields import commit_pending, send_again

if TYPE_CHECKING:
    from ambassador_app.services import Session
    from ambassador_app.services.opening import Profiles

_log = logging.getLogger(__name__)
_BACKUP_AFTER_MS: Final = 30_000
_LISTEN_AFTER_MS: Final = 2_000
_SAVE_WITHIN_MS: Final = 1_500
"""Before a sleep: less than Windows gives (2 s) and logind (5 s)."""


class Application(QObject):
    """The running window. Collaborators are handed in; nothing slow is loaded before the first paint."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        resources: Path,
        translators: Callable[[Language], Translator],
        shelf: Shelf,
        now: Callable[[], datetime],
        profiles: Callable[[], Profiles],
        manual: Path | None = None,
        first: FirstPaint | None = None,
    ) -> None:
        first = first or FirstPaint(arguments, shelf)
        self.qt, self.window, self.preferences = first.qt, first.window, first.preferences
        super().__init__()
        self._resources, self._manual = resources, manual
        self._translators, self._now, self._make_profiles = translators, now, profiles
        self.translator = translators(self.preferences.language)
        self.tasks = Tasks(self)
        self._tidying = Tidying(self.tasks, self)
        self.notices = Notices(self.translator, self)
        self.navigator = Navigator(self)
        self.session: Session | None = None
        self.shell: Shell | None = None
        self._profiles: Profiles | None = None
        self._reason: AmbassadorError | None = None
        self._is_locked = False
        self._qt_words = QTranslator(self)
        self._catches = False
        self._qt_before: Any = None
        load_fonts(resources / "fonts")
        self.theme = self._made_theme()
        self._speak()
        self.window.setWindowIcon(QIcon(self.theme.pixmap("ambassador", 64, "accent")))
        self.sleep = SleepNotice(self.qt, self)
        self.locking = Locking(self.window, self.tasks, self.preferences, now)
        self._connect()
        self._backup = QTimer(self)
        self._backup.setSingleShot(True)
        self._backup.timeout.connect(self._back_up)

    def begin(self) -> None:
        """Catch bugs from here on, and fill the window."""
        self.catch_bugs()
        self.start()

    def start(self) -> None:
        """Show the window; what takes time begins when it has been painted."""
        waiting = Waiting(self)
        waiting.painted.connect(lambda: QTimer.singleShot(0, self.open_profile))
        waiting.painted.connect(lambda: QTimer.singleShot(_LISTEN_AFTER_MS, self.sleep, self.sleep.begin))
        self.window.show_content(self, self.notices, waiting)
        self.window.show()

    # -- towards a session ------------------------------------------------------------------------------------
    def open_profile(self) -> None:
        """Open the person's visits; where that cannot be, the opening screen asks for what is missing."""
        self.tasks.run(self._opened_profile, owner=self, then=self._after_opening, failed=self._ask_for_more)

    def _opened_profile(self) -> Session | None:
        if self._profiles is None:
            self._profiles = self._make_profiles()
        return self._profiles.open() if self._profiles.exists() else None

    def _after_opening(self, session: Session | None) -> None:
        if session is None:
            self._ask_for_more(None)
        else:
            self.enter(session)

    def _ask_for_more(self, reason: AmbassadorError | None) -> None:
        if self._profiles is not None:
            self.show_opening(self._profiles, reason)
        elif reason is not None:
            # The folders themselves are refused: there is nothing to open, only a sentence to read.
            self.notices.error_of(reason)

    def show_opening(self, profiles: Profiles, reason: AmbassadorError | None, *, is_locked: bool = False) -> None:
        """Show the screen for the first start, or for what keeps the visits from opening."""
        self._put_away_shell()
        self._profiles, self._reason, self._is_locked = profiles, reason, is_locked
        context = OpeningContext(
            profiles,
            self.translator,
            self.tasks,
            self.notices,
            self.theme,
            self.preferences,
            reason,
            self.enter,
            is_locked,
        )
        screen: QWidget = factory_of("opening")(context)
        self.window.show_content(self, self.notices, screen)

    def enter(self, session: Session) -> None:
        """Go on with `session`: to where one was, or to Today."""
        self.session = session
        last = Place.from_text(self.preferences.recall("last_place"))
        self.navigator.forget()
        self._build_shell(last if last is not None and is_known(last) and not session.is_demo else HOME)
        self._backup.start(_BACKUP_AFTER_MS)
        if not session.is_demo:  # nothing there is real, and it opens for everybody
            self.locking.begin(session.policy.lock_after_minutes)
            self._tell_policy(session)

    def _tell_policy(self, session: Session) -> None:
        """Say that the municipality's rules cannot be read, or that they ask for something that is not there yet."""
        from ambassador_app.wording.policy import unclear_words

        tr, policy = self.translator.tr, session.policy
        see = (tr("See Settings"), lambda: self.navigator.go(Place("settings")))
        unclear = unclear_words(policy)
        if unclear is not None:
            self.notices.warn(self.translator.say(unclear), action=see)
        if policy.passphrase_required and not session.access.asks_for_passphrase():
            said = tr("Your municipality wants a passphrase to open your visits. Choose one in Settings, Protection.")
            self.notices.warn(said, action=see)

    def lock(self) -> None:
        """Save what is being typed, close the visits, and ask who wants to open them again."""
        if self.session is None or self._profiles is None:
            return
        if self.window.close_questions():
            QTimer.singleShot(0, self, self.lock)  # whoever asked hears first that there is no answer
            return
        self.locking.end()
        if self.tasks.unsaved:
            send_again(self.window)
        self.tasks.unsaved = 0
        commit_pending(self.window)
        self.tasks.flush()
        if self.tasks.unsaved:
            self._stay_open(self.session)
            return
        self._backup.stop()
        self._put_away_shell()
        session, self.session = self.session, None
        self.tasks.session_over.emit()
        self.notices.withdraw_all()
        self.show_opening(self._profiles, None, is_locked=True)
        self.tasks.run(session.close, owner=self, ended=self._tidying.soon)

    def _stay_open(self, session: Session) -> None:
        """Say that there is something that cannot be saved: locked away it would be lost."""
        tr = self.translator.tr
        self.notices.warn(
            tr("Not locked: the disk is full, and what was typed last is not saved. Make room, then lock again.")
        )
        self.locking.begin(session.policy.lock_after_minutes)

    def _ask_to_lock(self) -> None:
        if self.session is not None and self.session.is_demo:
            self.notices.info(self.translator.tr("The demo municipality is not locked: nothing in it is real."))
        self.locking.ask()

    def _tell_lock_waits(self) -> None:
        self.notices.info(self.translator.tr("Something is still under way. The window locks as soon as it is done."))

    def leave_demo(self) -> None:
        """Close the demo municipality and open the person's own visits."""
        demo, self.session = self.session, None
        self._backup.stop()
        self._put_away_shell()
        self.window.show_content(self, self.notices, Waiting(self))
        if demo is not None:
            self.tasks.run(demo.close, owner=self, ended=self.open_profile)

    # -- the shell --------------------------------------------------------------------------------------------
    def _build_shell(self, place: Place) -> None:
        if self.session is None:
            return
        context = UiContext(
            self.session, self.translator, self.tasks, self.notices, self.theme, self.navigator, self.preferences
        )
        self.shell = Shell(context, self.navigator, manual=self._manual)
        self.shell.leave_demo.connect(self.leave_demo)
        self.shell.lock_wanted.connect(self._ask_to_lock)
        self.shell.show_mode_changed.connect(self.locking.set_showing)
        self.shell.broken.connect(self._tell)
        self.shell.pages.arrived.connect(self._tidying.soon)
        self.window.show_shell(self, self.notices, self.shell)
        self.navigator.go(place)

    def _show_place(self, place: Place) -> None:
        if self.shell is not None:
            self.shell.show_place(place)

    def _put_away_shell(self) -> None:
        if self.shell is not None:
            self.shell.pages.leave()
            self.shell.remember()
            self.shell = None

    def _rebuild(self) -> None:
        """Say and show everything anew, at the same place."""
        if self.session is not None:
            self._put_away_shell()
            self._build_shell(self.navigator.place or HOME)
        elif self._profiles is not None:
            self.show_opening(self._profiles, self._reason, is_locked=self._is_locked)

    def _change_language(self) -> None:
        self.translator = self.notices.translator = self._translators(self.preferences.language)
        self._speak()
        self._rebuild()

    def _change_appearance(self) -> None:
        self.theme = self._made_theme()
        # Before there is a session nothing is built anew: the recovery key on the screen is shown only once.
        if self.session is not None:
            self._rebuild()

    def _made_theme(self) -> Theme:
        theme = Theme(self._resources, dark=wants_dark(self.preferences.scheme), scale=self.preferences.text_scale)
        theme.apply(self.qt)
        return theme

    def _speak(self) -> None:
        """Let Qt's own dialogs and dates speak the window's language."""
        danish = self.translator.language is Language.DANISH
        QLocale.setDefault(QLocale("da_DK" if danish else "en_GB"))
        self.qt.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt_words.load(f"qtbase_{self.translator.language.value}", folder):
            self.qt.installTranslator(self._qt_words)
        self.qt.setApplicationName("Ambassador")
        self.qt.setApplicationDisplayName(self.translator.tr("Ambassador"))

    def _connect(self) -> None:
        self.preferences.language_changed.connect(self._change_language)
        self.preferences.appearance_changed.connect(self._change_appearance)
        self.qt.styleHints().colorSchemeChanged.connect(self._change_appearance)
        self.navigator.moved.connect(self._show_place)
        self.tasks.refused.connect(self.notices.error_of)
        self.tasks.crashed.connect(self.tell_bug)
        self.window.closing.connect(self.close)
        self.sleep.put_aside.connect(lambda: commit_pending(self.window))
        self.sleep.falling_asleep.connect(self.save_now)
        self.locking.due.connect(self.lock)
        self.locking.waits.connect(self._tell_lock_waits)

    # -- bugs -------------------------------------------------------------------------------------------------
    def catch_bugs(self) -> None:
        """Send what nobody caught, on any thread, to the log and to a calm notice."""
        self._catches = True
        self._qt_before = qInstallMessageHandler(log_qt)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda found: self._uncaught(found.exc_type, found.exc_value, found.exc_traceback)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None = None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.window.close()
        elif isinstance(error, AmbassadorError) and threading.current_thread() is threading.main_thread():
            self.notices.error_of(error)
        elif error is not None:
            _log.error("uncaught: %s", describe(error))
            QTimer.singleShot(0, self, self._say_bug)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, AmbassadorError):
            self.notices.error_of(error)
        else:
            self.tell_bug(error)

    def tell_bug(self, error: BaseException) -> None:
        """Log a bug whole and say that the data is safe."""
        _log.error("bug: %s", describe(error))
        self._say_bug()

    def _say_bug(self) -> None:
        self.notices.error(
            self.translator.tr(
                "Something went wrong in the program. What is marked as saved is safe. You can go on; "
                "if it happens again, close the program, open it again and tell us. The log has the details."
            )
        )

    # -- the end ----------------------------------------------------------------------------------------------
    def _back_up(self) -> None:
        session = self.session
        if session is not None and not session.is_demo and not session.read_only:
            label = self.translator.tr("Backing up")

            def work(progress: Progress) -> None:
                session.look_after(progress.cancelled)

            # Aside, so that nothing that is typed meanwhile waits to be saved.
            self.tasks.run_aside(
                work, owner=self, label=label, then=lambda _: self._looked_after(session), failed=self._not_backed_up
            )

    def _looked_after(self, session: Session) -> None:
        if session.read_only:
            self.notices.error(
                self.translator.tr(
                    "The database is damaged; nothing more is written to it. Close the program and start it again: "
                    "the newest good copy is opened then, and a backup can be restored."
                )
            )

    def _not_backed_up(self, error: AmbassadorError) -> None:
        if not isinstance(error, JobCancelled):
            self.notices.error_of(error)

    def save_now(self) -> None:
        """Put what is being typed on the disk; a long job beside it is not waited for."""
        commit_pending(self.window)
        self.tasks.flush(_SAVE_WITHIN_MS)

    def close(self) -> None:
        """Save what is being typed, finish what is being saved, close the visits."""
        self.sleep.end()
        self.locking.end()
        commit_pending(self.window)
        self._backup.stop()
        self._tidying.end()
        content = self.window.centralWidget()
        if self.shell is None and isinstance(content, Screen):
            content.left()
        self._put_away_shell()
        session, self.session = self.session, None
        self.tasks.shutdown(session.close if session is not None else None)
        if self._catches:
            qInstallMessageHandler(self._qt_before)
            self._catches = False
