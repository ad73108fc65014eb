"""What is beyond this computer: the only package that reaches for the network."""

from ambassador_app.sync.offices import Offices
from ambassador_app.sync.web import Web

__all__ = ["Offices", "Web"]
