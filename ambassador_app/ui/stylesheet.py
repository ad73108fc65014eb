"""The style sheet: short on purpose, since every rule is asked of every widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final

from ambassador_app.ui.colours import Colours

_SHEET: Final = """
QAbstractScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }

QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: ${p4}px ${p8}px; }

QPushButton { background: $surface; color: $text; border: 1px solid $outline; border-radius: ${p6}px;
  padding: ${p6}px ${p14}px; min-height: ${p22}px; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:focus { border: 2px solid $focus; padding: ${p5}px ${p13}px; }
QPushButton:disabled { color: $disabled; border-color: $border; background: transparent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $disabled; border-color: $sunken; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover { background: $danger_soft; }
QPushButton[kind="quiet"], QToolButton { background: transparent; border: 1px solid transparent; }
QPushButton[kind="quiet"] { color: $accent; padding: ${p6}px ${p8}px; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $sunken; }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus; padding: ${p5}px ${p7}px; }
QPushButton[kind="quiet"]:disabled { color: $disabled; }
QPushButton[kind="small"] { background: transparent; border: 1px solid transparent; color: $accent; min-height: 0;
  padding: ${p2}px ${p6}px; }
QPushButton[kind="small"]:hover { background: $sunken; }
QPushButton[kind="small"]:focus { border: 2px solid $focus; padding: ${p1}px ${p5}px; }
QPushButton[kind="choice"] { border-radius: ${p8}px; padding: ${p6}px ${p16}px; min-height: ${p30}px; }
QPushButton[touch="true"] { min-height: ${p30}px; }
QPushButton[kind="choice"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="choice"]:focus { border: 2px solid $text; padding: ${p5}px ${p15}px; }
QPushButton[kind="choice"]:checked:disabled { background: $accent_soft; color: $text; }
QToolButton { border-radius: ${p6}px; padding: ${p5}px; color: $text; }
QToolButton:focus { border: 2px solid $focus; padding: ${p4}px; }
QToolButton[touch="true"] { min-width: ${p32}px; min-height: ${p32}px; }
QToolButton:disabled { color: $disabled; }
QToolButton:checked { background: $accent_soft; }
QToolButton[kind="rail"] { color: $muted; border: 0; border-radius: ${p8}px; padding: ${p8}px ${p2}px; }
QToolButton[kind="rail"]:hover { background: $sunken; color: $text; }
QToolButton[kind="rail"]:checked { background: $accent_soft; color: $accent; }
QToolButton[kind="rail"]:focus { border: 2px solid $focus; padding: ${p6}px 0; }

QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox { background: $surface; color: $text;
  border: 1px solid $outline; border-radius: ${p6}px; selection-background-color: $accent;
  selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit, QComboBox, QAbstractSpinBox { padding: ${p5}px ${p9}px; min-height: ${p24}px; }
QCheckBox[touch="true"] { min-height: ${p44}px; }
QLineEdit[touch="true"], QComboBox[touch="true"] { min-height: ${p32}px; }
QPlainTextEdit { padding: ${p4}px ${p5}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid $focus; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { padding: ${p4}px ${p8}px; }
QPlainTextEdit:focus { padding: ${p3}px ${p4}px; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $sunken; border-color: $border; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $disabled; border-color: $border; }
QLineEdit[state="error"], QPlainTextEdit[state="error"] { border: 2px solid $danger; padding: ${p4}px ${p8}px; }
QLineEdit[state="warning"] { border-color: $warning; }
QComboBox::drop-down { border: 0; width: ${p28}px; }
QComboBox::down-arrow { image: url("$icons/chevron-$scheme.svg"); width: ${p16}px; height: ${p16}px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $border; outline: 0;
  selection-background-color: $selection; selection-color: $text; }

QCheckBox, QRadioButton { spacing: ${p8}px; padding: ${p4}px 0; border: 2px solid transparent;
  border-radius: ${p4}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator { width: ${p16}px; height: ${p16}px; border: 2px solid $outline;
  background: $surface; }
QCheckBox::indicator { border-radius: ${p4}px; }
QRadioButton::indicator { border-radius: ${ring}px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:checked { image: url("$icons/check-$scheme.svg"); }
QRadioButton::indicator:checked { image: url("$icons/dot-$scheme.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; }

QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: ${p10}px; }
QFrame[kind="card"][tone="accent"] { background: $accent_soft; border-color: $accent_soft; }
QFrame[kind="card"][tone="warning"] { background: $warning_soft; border-color: $warning_soft; }
QFrame[kind="card"][tone="danger"] { background: $danger_soft; border-color: $danger_soft; }
QFrame[kind="card"][tone="success"] { background: $success_soft; border-color: $success_soft; }
QFrame[kind="card"][tone="info"] { background: $info_soft; border-color: $info_soft; }
QFrame[kind="row"] { background: transparent; border: 0; border-top: 1px solid $border; }
QFrame[kind="row"]:hover { background: $sunken; }
QFrame[kind="row"]:focus { border: 2px solid $focus; border-radius: ${p8}px; }
QFrame[kind="raised"] { background: $raised; border: 1px solid $outline; border-radius: ${p10}px; }
QFrame[kind="rail"], QFrame[kind="header"], QFrame[kind="status"] { background: $surface; border: 0; }
QFrame[kind="rail"] { border-right: 1px solid $border; }
QFrame[kind="header"] { border-bottom: 1px solid $border; }
QFrame[kind="status"] { border-top: 1px solid $border; }

QTableView, QListView { background: $surface; color: $text; border: 1px solid $border; border-radius: ${p8}px;
  outline: 0; gridline-color: $border; selection-background-color: $selection; selection-color: $text; }
QTableView::item { border: 0; border-bottom: 1px solid $border; padding: 0 ${p8}px; }
QTableView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QTableView:focus, QListView:focus { border-color: $focus; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $outline;
  padding: ${p8}px ${p11}px; }
QListView::item { padding: ${p6}px ${p8}px; border-radius: ${p6}px; }

QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: ${p12}px; }
QScrollBar:horizontal { height: ${p12}px; }
QScrollBar::handle { background: $outline; border: 3px solid transparent; border-radius: ${p6}px; }
QScrollBar::handle:vertical { min-height: ${p32}px; }
QScrollBar::handle:horizontal { min-width: ${p32}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { width: 0; height: 0;
  background: transparent; }
QMenu { background: $raised; color: $text; border: 1px solid $outline; padding: ${p4}px; }
QMenu::item { padding: ${p6}px ${p16}px; border-radius: ${p4}px; }
QMenu::item:selected { background: $selection; color: $text; }
"""


def stylesheet(colours: Colours, px: Callable[[float], int], icons: Path, *, dark: bool) -> str:
    """Fill the sheet with `colours` and with lengths of the chosen text size (`${p8}` is 8 px at 100 %)."""
    lengths = {f"p{n}": px(n) for n in range(1, 45)}
    # Half of the ring with its border: a larger radius would make Qt draw a square.
    lengths["ring"] = (px(16) + 4) // 2
    scheme = "dark" if dark else "light"
    return Template(_SHEET).substitute(asdict(colours), icons=icons.as_posix(), scheme=scheme, **lengths)
