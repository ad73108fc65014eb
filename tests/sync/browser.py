"""The system's browser as a program: `python -m tests.sync.browser URL` signs Åse in and ends."""

import sys

from tests.sync.providers import Person

person = Person()
person.walks(sys.argv[1])
person.leaves()
