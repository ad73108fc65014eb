"""The one table of who may do what."""

from itertools import pairwise

from ambassador_app.domain.roles import RIGHTS, Right, Role, may


def test_every_right_is_somebodys():
    assert RIGHTS.keys() == set(Right)
    assert all(RIGHTS.values())


def test_each_role_may_do_what_the_one_before_may():
    for lower, higher in pairwise(Role):
        for right in Right:
            assert may(higher, right) or not may(lower, right)


def test_publishing_is_the_coordinators_and_erasing_the_administrators():
    assert [role for role in Role if may(role, Right.PUBLISH)] == [Role.COORDINATOR, Role.ADMINISTRATOR]
    assert [role for role in Role if may(role, Right.ERASE)] == [Role.ADMINISTRATOR]
    assert all(may(role, Right.EDIT_VISITS) for role in Role)
