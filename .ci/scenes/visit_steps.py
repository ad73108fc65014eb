"""Pictures of the steps around the walkthrough: preparing, agreeing, signing, handing over."""

from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.services.demo import drawn_name

_MADE: dict[tuple[int, str], str] = {}


def visit_of(stage: Stage, name: str) -> str:
    """A visit of the demo's company, planned once for the scenes that share it."""
    known = (id(stage), name)
    if known not in _MADE:
        now = stage.session.now()
        made = stage.session.visits.plan(
            stage.some_site(), planned_at=now, agreed_with="Lars Bækgaard", agreed_on=now.date()
        )
        _MADE[known] = made.id
    return _MADE[known]


def scroll_to(stage: Stage, share: float) -> None:
    """Scroll the page of the open step."""
    for area in stage.screen.panel().findChildren(QScrollArea):
        bar = area.verticalScrollBar()
        bar.setValue(round(bar.maximum() * share))
    stage.settle()


def agreed(stage: Stage) -> str:
    """A visit with one measure taken on, one turned down, and next steps."""
    name = "agreed"
    fresh = (id(stage), name) not in _MADE
    visit = visit_of(stage, name)
    if fresh:
        measures, notes = stage.session.measures, stage.session.notes
        gate = measures.add(visit, title="Ny portåbner").id
        inputs = {"before.natural_gas": 60_000.0, "after.natural_gas": 40_000.0}
        measures.change(gate, inputs=inputs, investment_dkk=80_000.0, owner="Lars Bækgaard")
        measures.set_status(gate, MeasureStatus.SELECTED)
        wall = measures.add(visit, title="Efterisolering af gavlen").id
        measures.change(wall, dismissed_because="Bygningen skal rives ned")
        measures.set_status(wall, MeasureStatus.DISCARDED)
        notes.add_action(visit, "Sende elregningen for 2025", owner="Mette Ørskov", deadline=stage.session.now().date())
        stage.session.visits.change(visit, focus_areas=("compressed_air", "lighting"), wishes=("Contact to craftsmen",))
    return visit


def signed_by_ambassador(stage: Stage, name: str) -> str:
    """A visit that the ambassador has signed."""
    fresh = (id(stage), name) not in _MADE
    visit = visit_of(stage, name)
    if fresh:
        stage.session.signing.sign(
            visit, role=SignerRole.AMBASSADOR, name="Signe Lindholm", place="Eksempelkøbing", ink=drawn_name(1)
        )
    return visit


@scene("visit-steps-prepare")
def prepare(stage: Stage) -> None:
    stage.navigate("visit", visit_of(stage, "prepare"), step="prepare")
    scroll_to(stage, 0.0)


@scene("visit-steps-prepare-energy")
def prepare_energy(stage: Stage) -> None:
    stage.navigate("visit", visit_of(stage, "prepare"), step="prepare")
    scroll_to(stage, 0.7)


@scene("visit-steps-agree")
def agree(stage: Stage) -> None:
    stage.navigate("visit", agreed(stage), step="agree")
    scroll_to(stage, 0.0)


@scene("visit-steps-agree-below")
def agree_below(stage: Stage) -> None:
    stage.navigate("visit", agreed(stage), step="agree")
    scroll_to(stage, 0.7)


@scene("visit-steps-agree-without-measures")
def agree_bare(stage: Stage) -> None:
    stage.navigate("visit", visit_of(stage, "prepare"), step="agree")
    scroll_to(stage, 0.0)


@scene("visit-steps-sign")
def sign(stage: Stage) -> None:
    stage.navigate("visit", visit_of(stage, "prepare"), step="sign")


@scene("visit-steps-sign-next")
def sign_next(stage: Stage) -> None:
    stage.navigate("visit", signed_by_ambassador(stage, "signed"), step="sign")


@scene("visit-steps-sign-outdated")
def sign_outdated(stage: Stage) -> None:
    visit = signed_by_ambassador(stage, "outdated")
    stage.session.visits.change(visit, remarks="Skrevet efter underskriften")
    stage.navigate("visit", visit, step="sign")


@scene("visit-steps-sign-reason")
def sign_reason(stage: Stage) -> None:
    stage.navigate("visit", signed_by_ambassador(stage, "signed"), step="sign")
    party = next(one for one in stage.screen.panel().cards.values() if one.signer.role is SignerRole.VISITED_PARTY)
    party.open_reason()
    party.reason.reason.choose_number(4)
    stage.settle()


@scene("visit-steps-hand-over-editions")
def editions(stage: Stage) -> None:
    stage.navigate("visit", stage.sealed_visit(), step="hand_over")
    scroll_to(stage, 1.0)


@scene("visit-steps-hand-over-before")
def hand_over_before(stage: Stage) -> None:
    stage.navigate("visit", visit_of(stage, "prepare"), step="hand_over")
