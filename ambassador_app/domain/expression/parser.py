"""Reads an expression of the XPath subset that ODK forms use, and says exactly where it cannot."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.expression.syntax import Binary, Call, Literal, Negation, Node, Path, Start, Step, refuse
from ambassador_app.domain.expression.tokens import Token, tokens
from ambassador_app.i18n import N_

DEEPEST: Final = 60
# From the loosest to the tightest binding.
_LEVELS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_WORDS: Final = frozenset({"or", "and", "div", "mod"})


def parse(expression: str) -> Node:
    """Read the whole of `expression`. Raises ExpressionRefused."""
    reader = _Reader(expression)
    node = reader.level(0)
    reader.finish()
    return node


class _Reader:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokens(expression)
        self._next = 0
        self._depth = 0

    # -- the tokens ---------------------------------------------------------------------------------------------
    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _sees(self, *marks: str) -> bool:
        return self._token.kind == "mark" and self._token.text in marks

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _expect(self, mark: str) -> None:
        if not self._sees(mark):
            self._refuse(N_("Here {mark} is missing."), mark=mark)
        self._take()

    def _refuse(self, text: str, **values: object) -> None:
        refuse(self._expression, self._token.position, text, **values)

    def finish(self) -> None:
        if self._token.kind != "end":
            self._refuse(N_("{found} cannot stand here."), found=self._token.text)

    # -- operators ----------------------------------------------------------------------------------------------
    def level(self, number: int) -> Node:
        if number == len(_LEVELS):
            return self._signed()
        left = self.level(number + 1)
        while self._is_operator(_LEVELS[number]):
            token = self._take()
            left = Binary(token.text, left, self.level(number + 1), token.position)
        return left

    def _is_operator(self, operators: tuple[str, ...]) -> bool:
        return self._token.kind in ("mark", "name") and self._token.text in operators

    def _signed(self) -> Node:
        if self._sees("-"):
            token = self._take()
            self._deeper()
            node = Negation(self._signed(), token.position)
            self._depth -= 1
            return node
        return self._primary()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(N_("The expression is nested more than {most} levels deep."), most=DEEPEST)

    # -- operands -----------------------------------------------------------------------------------------------
    def _primary(self) -> Node:
        token = self._token
        match token.kind:
            case "number":
                return Literal(float(self._take().text), token.position)
            case "text":
                return Literal(self._take().text[1:-1], token.position)
            case "name" if self._tokens[self._next + 1].text == "(" and token.text not in _WORDS:
                return self._call()
            case "name":
                return self._path(Start.HERE)
            case _:
                return self._marked()

    def _marked(self) -> Node:
        if self._sees("("):
            self._take()
            self._deeper()
            node = self.level(0)
            self._depth -= 1
            self._expect(")")
            return node
        if self._sees("/"):
            position = self._take().position
            return self._path(Start.ROOT, position)
        if self._sees(".", ".."):
            return self._path(Start.HERE)
        if self._token.kind == "end":
            self._refuse(N_("The expression ends too early."))
        self._refuse(N_("{found} cannot stand here."), found=self._token.text)
        raise AssertionError

    def _call(self) -> Node:
        token = self._take()
        arguments = self._arguments()
        if token.text == "current":
            return self._path_after(Start.CURRENT, token)
        if token.text == "instance":
            if len(arguments) != 1 or not isinstance(arguments[0], Literal):
                refuse(self._expression, token.position, N_("instance() needs the name of one list in quotes."))
            return self._path_after(Start.LIST, token, str(arguments[0].value))
        return Call(token.text, arguments, token.position)

    def _arguments(self) -> tuple[Node, ...]:
        self._expect("(")
        self._deeper()
        found: list[Node] = []
        while not self._sees(")"):
            if found:
                self._expect(",")
            found.append(self.level(0))
        self._take()
        self._depth -= 1
        return tuple(found)

    # -- paths --------------------------------------------------------------------------------------------------
    def _path_after(self, start: Start, token: Token, list_name: str = "") -> Path:
        steps: tuple[Step, ...] = ()
        if self._sees("/"):
            self._take()
            steps = self._steps()
        return Path(start, steps, token.position, list_name)

    def _path(self, start: Start, position: int | None = None) -> Path:
        at = self._token.position if position is None else position
        return Path(start, self._steps(), at)

    def _steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        while True:
            step = self._step()
            if step is not None:
                steps.append(step)
            if not self._sees("/"):
                return tuple(steps)
            self._take()

    def _step(self) -> Step | None:
        """Read one step; `.` is none at all, since it stays where it is."""
        if self._sees("."):
            self._take()
            return None
        if self._sees(".."):
            self._take()
            return Step("", self._predicates())
        if self._token.kind != "name":
            self._refuse(N_("Here the name of a question is missing."))
        return Step(self._take().text, self._predicates())

    def _predicates(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self._sees("["):
            self._take()
            self._deeper()
            found.append(self.level(0))
            self._depth -= 1
            self._expect("]")
        return tuple(found)
