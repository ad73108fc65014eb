"""Pictures of the report's preview: searched, with small pages, a whole page, drawn anew, broken."""

from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.ui.widgets.pdf_view import PdfView


def _view(stage: Stage, step: str = "hand_over") -> PdfView:
    stage.navigate("visit", stage.sealed_visit(), step=step)
    stage.settle()
    view: PdfView = stage.screen.panel().pdf
    view.bar.close_bar()
    view.fit_width()
    return view


@scene("preview-pages")
def pages(stage: Stage) -> None:
    view = _view(stage)
    view.show_small(True)
    view.show_page(3)
    stage.settle()


@scene("preview-narrow")
def narrow(stage: Stage) -> None:
    view = _view(stage)
    view.show_small(False)
    view.show_page(1)
    stage.settle()


@scene("preview-found")
def found(stage: Stage) -> None:
    view = _view(stage)
    view.show_small(True)
    view.bar.open_bar()
    view.bar.field.line.setText("varme")
    view.bar.field.commit()
    stage.settle()
    view.bar.on.click()
    stage.settle()


@scene("preview-not-found")
def not_found(stage: Stage) -> None:
    view = _view(stage)
    view.bar.open_bar()
    view.bar.field.line.setText("atomkraft")
    view.bar.field.commit()
    stage.settle()


@scene("preview-whole-page")
def whole_page(stage: Stage) -> None:
    view = _view(stage)
    view.show_small(True)
    view.fit_page()
    view.show_page(2)
    view.set_renewing(True)
    stage.settle()


@scene("preview-broken")
def broken(stage: Stage) -> None:
    _view(stage).set_pdf(b"%PDF-1.7 cut")
    stage.settle()


@scene("preview-clock-behind")
def clock_behind(stage: Stage) -> None:
    from datetime import timedelta

    from ambassador_app.errors import ClockWrong
    from ambassador_app.wording import sentence

    now = stage.session.now()
    stage.navigate("visit", stage.open_visit(), step="sign")
    stage.settle()
    error = ClockWrong(moment=now, latest=now + timedelta(days=2))
    panel = stage.screen.panel()
    panel.sign.clock_doubted.emit(sentence(error, panel.context.translator))
    stage.settle()
    for area in panel.findChildren(QScrollArea):
        if area.isAncestorOf(panel.seal):
            area.ensureWidgetVisible(panel.seal.button)
    stage.settle()
