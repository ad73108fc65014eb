"""Reads the XForm that the XLSForm compiler writes, and makes the checklist of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from ambassador_app.domain.checklist import Checklist, Choice, ChoiceList, Item, Localised, Question, Section
from ambassador_app.domain.checklist import QuestionKind as Kind

_XF: Final = "{http://www.w3.org/2002/xforms}"
_HTML: Final = "{http://www.w3.org/1999/xhtml}"
_JR: Final = "{http://openrosa.org/javarosa}"
_OWN: Final = frozenset({"measure", "input", "unit", "unit_en", "min", "max", "code", "reach"})
_FOREIGN: Final = ("http://openrosa.org/", "http://www.opendatakit.org/", "http://www.w3.org/")
_LANGUAGE: Final = re.compile(r"\(([a-z]{2,3})(?:-[A-Za-z]+)?\)\s*$")
_ITEMSET: Final = re.compile(r"instance\('(?P<list>[^']*)'\)/root/item(?P<filter>\[.*\])?", re.DOTALL)
_TRUE: Final = frozenset({"true()", "yes", "true"})
_TYPES: Final = {
    "int": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATE_TIME,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.OTHER,
    "geoshape": Kind.OTHER,
    "odk:rank": Kind.OTHER,
}
_CONTROLS: Final = {
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MULTIPLE,
    "range": Kind.RANGE,
    "trigger": Kind.ACKNOWLEDGE,
}
_PRELOADED: Final = {("date", "today"): "today()", ("timestamp", "start"): "now()"}
_COUNTED: Final = ("name", "label", "itextId", "kb_measure", "kb_flag")


def language_code(name: str) -> str:
    """Give the code of a language as forms name it: `Dansk (da)` is `da`."""
    match = _LANGUAGE.search(name)
    return match[1] if match else name.strip().lower()


def checklist_of(xform: str, title: Mapping[str, str]) -> Checklist:
    """Make the checklist of an XForm; `title` gives it in languages other than its own."""
    return _Reader(_parsed(xform)).checklist(title)


def _parsed(xform: str) -> Element:
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    root: Element = fromstring(xform)
    return root


@dataclass
class _Control:
    """What the body says about one path."""

    element: Element
    repeats: bool = False
    repeat_count: str = ""


@dataclass
class _Setting:
    """A value set by an event: at the first load, or when another question changes."""

    expression: str
    trigger: str = ""


@dataclass
class _Reader:
    xform: Element
    texts: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("default",)

    def __post_init__(self) -> None:
        model = self.xform.find(f"{_HTML}head/{_XF}model")
        body = self.xform.find(f"{_HTML}body")
        if model is None or body is None:
            raise ValueError("no model")
        self._model, self._body = model, body
        self._read_texts()
        self._binds = {bind.get("nodeset", ""): bind for bind in model.iter(f"{_XF}bind")}
        self._controls = dict(_controls(body))
        self._settings = dict(_settings(self.xform))
        self._lists = {name: self._choices(instance) for name, instance in self._secondary()}

    # -- words ----------------------------------------------------------------------------------------------------
    def _read_texts(self) -> None:
        translations = self._model.findall(f"{_XF}itext/{_XF}translation")
        ordered = sorted(translations, key=lambda one: one.get("default") != "true()")
        if ordered:
            self.languages = tuple(language_code(one.get("lang", "")) for one in ordered)
        for translation in ordered:
            language = language_code(translation.get("lang", ""))
            for text in translation.iter(f"{_XF}text"):
                for value in text.findall(f"{_XF}value"):
                    known = self.texts.setdefault(text.get("id", ""), {})
                    known[language, value.get("form", "")] = _words(value)

    def _localised(self, text_id: str, form: str = "") -> Localised:
        found = self.texts.get(text_id, {})
        pairs = ((language, found.get((language, form), "")) for language in self.languages)
        return Localised(tuple((language, words) for language, words in pairs if words and words != "-"))

    def _said(self, parent: Element | None, tag: str, form: str = "") -> Localised:
        element = parent.find(_XF + tag) if parent is not None else None
        if element is None:
            return Localised()
        match = re.fullmatch(r"jr:itext\('(.*)'\)", element.get("ref", ""))
        if match:
            return self._localised(match[1], form)
        return self._plain(_words(element)) if not form else Localised()

    def _plain(self, words: str) -> Localised:
        match = re.fullmatch(r"jr:itext\('(.*)'\)", words)
        if match:
            return self._localised(match[1])
        return Localised(((self.languages[0], words),)) if words else Localised()

    # -- choices --------------------------------------------------------------------------------------------------
    def _secondary(self) -> Iterator[tuple[str, Element]]:
        for instance in self._model.findall(f"{_XF}instance")[1:]:
            yield instance.get("id", ""), instance

    def _choices(self, instance: Element) -> tuple[Choice, ...]:
        return tuple(self._choice(item) for item in instance.iter(f"{_XF}item"))

    def _choice(self, item: Element) -> Choice:
        cells = {child.tag.removeprefix(_XF): _words(child) for child in item}
        label = self._localised(cells["itextId"]) if "itextId" in cells else self._plain(cells.get("label", ""))
        columns = tuple(sorted((name, text) for name, text in cells.items() if name not in _COUNTED))
        flag = cells.get("kb_flag", "").lower() in ("yes", "true", "true()", "1", "ja", "x")
        return Choice(cells.get("name", ""), label, cells.get("kb_measure", ""), flag, columns)

    # -- the tree -------------------------------------------------------------------------------------------------
    def checklist(self, title: Mapping[str, str]) -> Checklist:
        primary = self._model.find(f"{_XF}instance")
        if primary is None or not len(primary):
            raise ValueError("no instance")
        root = primary[0]
        name = _local(root)
        own = (self.xform.findtext(f"{_HTML}head/{_HTML}title") or "").strip()
        titles = {self.languages[0]: own, **{code: words for code, words in title.items() if words}}
        items = tuple(self._items(root, f"/{name}"))
        used = {question.list_name for question in _questions(items)}
        return Checklist(
            id=root.get("id", name),
            version=root.get("version", ""),
            title=Localised(
                tuple((code, titles[code]) for code in (*self.languages, *sorted(titles)) if code in titles)[
                    : len(titles)
                ]
            ),
            languages=self.languages,
            items=items,
            lists=tuple(
                ChoiceList(key, self._lists[key]) for key in sorted(self._lists) if key in used or self._lists[key]
            ),
            root=f"/{name}",
        )

    def _items(self, parent: Element, path: str) -> Iterator[Item]:
        seen: set[str] = set()
        for node in parent:
            inner = f"{path}/{_local(node)}"
            if inner in seen:
                continue  # a repeat stands there twice: as template and as first row
            seen.add(inner)
            control = self._controls.get(inner)
            if len(node) or (control is not None and control.element.tag in (f"{_XF}group", f"{_XF}repeat")):
                yield self._section(node, inner, control)
            else:
                yield self._question(node, inner, control)

    def _section(self, node: Element, path: str, control: _Control | None) -> Section:
        bind = self._bind(path)
        return Section(
            path=path,
            name=_local(node),
            label=self._said(control.element if control else None, "label"),
            relevant=bind.get("relevant", "").strip(),
            appearance=control.element.get("appearance", "") if control else "",
            items=tuple(self._items(node, path)),
            repeats=control.repeats if control else False,
            repeat_count=control.repeat_count if control else "",
        )

    def _bind(self, path: str) -> Element:
        return self._binds.get(path, Element("bind"))

    def _question(self, node: Element, path: str, control: _Control | None) -> Question:
        bind = self._bind(path)
        own = _own(bind)
        element = control.element if control else None
        setting = self._settings.get(path, _Setting(""))
        list_name, choice_filter, choices = self._offered(element)
        kind = _kind(bind, element, path)
        return Question(
            name=_local(node),
            path=path,
            kind=kind,
            label=self._said(element, "label"),
            hint=self._said(element, "hint"),
            guidance=self._said(element, "hint", "guidance"),
            unit=self._unit(own),
            code=own.get("code", ""),
            choices=choices,
            list_name=list_name,
            choice_filter=choice_filter,
            appearance=element.get("appearance", "") if element is not None else "",
            read_only=bind.get("readonly", "") in _TRUE,
            relevant=bind.get("relevant", "").strip(),
            required=_required(bind),
            required_message=self._plain(bind.get(f"{_JR}requiredMsg", "")),
            constraint=bind.get("constraint", "").strip(),
            constraint_message=self._plain(bind.get(f"{_JR}constraintMsg", "")),
            calculation=(setting.expression if setting.trigger else bind.get("calculate", "")).strip(),
            trigger=(setting.trigger,) if setting.trigger else (),
            default=_default(kind, (node.text or "").strip()),
            default_calculation=_preloaded(bind) or ("" if setting.trigger else setting.expression.strip()),
            least=_number(own.get("min")),
            most=_number(own.get("max")),
            measure=own.get("measure", ""),
            fills=tuple(own.get("input", "").split()),
            parameters=_parameters(element, bind),
            reach=own.get("reach", ""),
        )

    def _unit(self, own: Mapping[str, str]) -> Localised:
        unit, english = own.get("unit", ""), own.get("unit_en", "")
        pairs = [(language, unit) for language in self.languages[:1] if unit]
        return Localised((*pairs, ("en", english)) if english and self.languages[0] != "en" else tuple(pairs))

    def _offered(self, element: Element | None) -> tuple[str, str, tuple[Choice, ...]]:
        """Give the list, its filter and the choices of a question."""
        if element is None:
            return "", "", ()
        itemset = element.find(f"{_XF}itemset")
        if itemset is None:
            return "", "", tuple(self._inline(item) for item in element.findall(f"{_XF}item"))
        nodeset = re.sub(r"^randomize\((.*?)(?:,[^\[\]]*)?\)$", r"\1", itemset.get("nodeset", "").strip())
        match = _ITEMSET.fullmatch(nodeset)
        if match is None:
            return "", "", ()
        filters = (match["filter"] or "").strip()
        return match["list"], filters[1:-1].strip(), self._lists.get(match["list"], ())

    def _inline(self, item: Element) -> Choice:
        return Choice((item.findtext(f"{_XF}value") or "").strip(), self._said(item, "label"))


# -- small readings -------------------------------------------------------------------------------------------------
def _controls(body: Element) -> Iterator[tuple[str, _Control]]:
    for element in body.iter():
        path = element.get("ref") or element.get("nodeset")
        if path is None or element.tag in (
            f"{_XF}label",
            f"{_XF}hint",
            f"{_XF}value",
            f"{_XF}itemset",
            f"{_XF}setvalue",
        ):
            continue
        repeat = element.find(f"{_XF}repeat")
        if element.tag == f"{_XF}repeat":
            continue
        if repeat is not None:
            yield path, _Control(element, repeats=True, repeat_count=repeat.get(f"{_JR}count", "").strip())
        else:
            yield path, _Control(element)


def _settings(xform: Element) -> Iterator[tuple[str, _Setting]]:
    for element in xform.iter():
        for setvalue in element.findall(f"{_XF}setvalue"):
            trigger = element.get("ref", "") if "xforms-value-changed" in setvalue.get("event", "") else ""
            expression = setvalue.get("value") or (f"'{setvalue.text}'" if setvalue.text else "''")
            yield setvalue.get("ref", ""), _Setting(expression, trigger)


def _questions(items: tuple[Item, ...]) -> Iterator[Question]:
    for item in items:
        yield from item.questions if isinstance(item, Section) else (item,)


def _words(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_XF}output":
            parts.append("${" + child.get("value", "").strip() + "}")
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _own(bind: Element) -> dict[str, str]:
    """Give the attributes of our own name space, whatever address the author gave it."""
    found = {}
    for name, value in bind.attrib.items():
        space, brace, local = name.removeprefix("{").rpartition("}")
        if brace and local in _OWN and not space.startswith(_FOREIGN):
            found[local] = value.strip()
    return found


def _required(bind: Element) -> str:
    required = bind.get("required", "").strip()
    return "" if required == "false()" else required


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _kind(bind: Element, element: Element | None, path: str) -> Kind:
    if f"{_JR}preload" in bind.attrib or path.split("/")[2:3] == ["meta"]:
        return Kind.METADATA
    if element is None:
        return Kind.CALCULATE if bind.get("calculate") else Kind.HIDDEN
    control = _local(element)
    if control == "upload":
        return Kind.IMAGE if element.get("mediatype", "").startswith("image/") else Kind.ATTACHMENT
    return _CONTROLS.get(control) or _TYPES.get(bind.get("type", "string")) or _textual(bind)


def _default(kind: Kind, text: str) -> str:
    """Give a default; a spreadsheet hands the cell of a date over with the midnight it begins with."""
    return text.removesuffix(" 00:00:00") if kind is Kind.DATE else text


def _preloaded(bind: Element) -> str:
    """Give what a field that fills itself begins with: the day or the moment of the visit."""
    return _PRELOADED.get((bind.get(f"{_JR}preload", ""), bind.get(f"{_JR}preloadParams", "")), "")


def _textual(bind: Element) -> Kind:
    """Tell a note from a text: a note cannot be written in and has nothing to calculate."""
    is_text = bind.get("type", "string") == "string"
    return Kind.NOTE if is_text and bind.get("readonly", "") in _TRUE and not bind.get("calculate") else Kind.TEXT


def _parameters(element: Element | None, bind: Element) -> tuple[tuple[str, str], ...]:
    found = {
        name: element.get(name, "") for name in ("start", "end", "step") if element is not None and element.get(name)
    }
    pixels = next((value for name, value in bind.attrib.items() if name.endswith("}max-pixels")), "")
    return tuple(sorted({**found, **({"max-pixels": pixels} if pixels else {})}.items()))
