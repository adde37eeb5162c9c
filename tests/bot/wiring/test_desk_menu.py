"""The menus beside the text field: nine commands at most, each one that its role may give."""

import pytest

from bot.chat.routes import Role
from bot.translate import Catalogues
from bot.wiring.desk_routes import MENU_MOST, MENUS, desk_menu

WORDS = Catalogues.load().words("en")


def shown(*roles):
    return [command for command, _ in desk_menu(WORDS, frozenset(roles))]


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        (Role.LEAD, "home lead trade assets copiers share statements announce stop"),
        (Role.ADMIN, "home admin applications health halt users broadcast listing audit"),
        (Role.VISITOR, "start leads help language"),
    ],
)
def test_a_role_has_the_menu_of_the_design(role, menu):
    assert shown(role) == menu.split()


def test_whoever_has_two_roles_sees_the_trading_ones_first_and_nine_in_all():
    both = shown(Role.LEAD, Role.ADMIN)
    assert both == list(MENUS[Role.LEAD])
    assert len(both) == MENU_MOST
