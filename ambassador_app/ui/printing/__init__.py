"""Printing: our own dialog, and a process of its own for all that talks to the print system."""

from typing import Final

PRINTER_PROCESS: Final = "printer-process"
"""The first word of the command that starts that process."""
