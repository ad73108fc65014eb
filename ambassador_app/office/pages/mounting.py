"""Puts the pages into the office's application."""

from __future__ import annotations

import threading

from fastapi import FastAPI

from ambassador_app.office.office import Office
from ambassador_app.office.pace import Pace
from ambassador_app.office.pages import desk, sign_in, verify
from ambassador_app.office.pages.armour import Armour
from ambassador_app.office.pages.setting import Web


def add_pages(app: FastAPI, office: Office, web: Web) -> None:
    """Let the application answer browsers, too. What is added last sees every answer, so add this last."""
    app.state.web = web
    app.state.looks = Pace(web.looks, office.world.seconds)
    app.state.arriving = threading.BoundedSemaphore(verify.ARRIVING)
    app.state.looking = threading.BoundedSemaphore(verify.LOOKING)
    app.include_router(verify.router)
    app.include_router(desk.router)
    app.include_router(sign_in.router)
    app.add_middleware(Armour)
