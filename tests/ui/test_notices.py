"""News: shown, said once, gone by itself or put away."""

from PySide6.QtWidgets import QPushButton, QWidget

from ambassador_app.errors import PassphraseWrong
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.notices import Level
from ambassador_app.ui.widgets.notice_stack import NoticeCard, NoticeStack


def test_an_error_is_told_in_a_sentence(context: UiContext) -> None:
    context.notices.error_of(PassphraseWrong())
    assert context.notices.shown[0].level is Level.ERROR
    assert "passphrase" in context.notices.shown[0].text


def test_the_same_news_twice_is_shown_once(context: UiContext) -> None:
    context.notices.info("Saved a copy.")
    context.notices.info("Saved a copy.")
    assert len(context.notices.shown) == 1


def test_a_card_shows_all_its_words_and_its_button(context: UiContext, qtbot: object) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    stack = NoticeStack(context, context.notices, window, above=34)
    done = []
    context.notices.warn(
        "A long sentence that needs more than one line. " * 4, action=("Do it", lambda: done.append(1))
    )
    card = stack.findChild(NoticeCard)
    assert card is not None
    assert stack.isVisible()
    qtbot.waitUntil(lambda: stack.height() > 100)
    assert window.rect().contains(stack.geometry())
    next(one for one in card.findChildren(QPushButton) if one.text() == "Do it").click()
    assert done == [1]
    assert context.notices.shown == []


def test_notices_are_held_back_while_the_company_looks(context: UiContext, qtbot: object) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    window.show()
    stack = NoticeStack(context, context.notices, window, above=0)
    stack.hold(True)
    context.notices.error("Another company's name")
    assert not stack.isVisible()
    stack.hold(False)
    assert stack.isVisible()
