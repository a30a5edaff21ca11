"""What stands around the content of a page: mast, navigation, account, footer."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from shared.tables import FOLDER

Setting = Literal["citizen", "desk"]


@dataclass(frozen=True)
class Link:
    """A place to go. `count`: how many wait there; `key`: the key that follows it at a desk."""

    text: str
    href: str
    count: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Account:
    """Who is logged in, and where they log out (a POST)."""

    name: str
    unit: str
    log_out: str


@dataclass(frozen=True)
class Contact:
    """The counter that answers: its own words, which no catalogue holds."""

    name: str
    address: str
    hours: str
    phone: str


@dataclass(frozen=True)
class Search:
    """The search box of the officials' mast: a POST, no name of a person in an address."""

    action: str
    label: str
    value: str = ""


@dataclass(frozen=True)
class Frame:
    """The frame of one request. Texts are msgids; names of people and places stand as they are."""

    setting: Setting
    service: str
    province: str
    home: str = "/"
    navigation: Sequence[Link] = ()
    here: str = ""  # the href of the entry that holds this page
    account: Account | None = None
    mine: str = ""  # a citizen's own dossiers, behind their name
    log_in: str = ""  # where "Đăng nhập" is posted; empty: no log-in here
    back: str = ""  # where the log-in leads back to
    desk: str = ""  # of an official: from a citizen's page to a desk, from a desk to all their work
    idle_s: int = 0  # after how long without a request the session ends; 0: nobody is logged in
    contact: Contact | None = None
    support: Sequence[Link] = ()
    search: Search | None = None
    as_of: datetime | None = None
    keys: bool = True  # shortcuts, which an official can switch off (shared.web.shortcuts)
    languages: bool = True  # the switch; officials' pages are Vietnamese alone
    version: str = ""


@cache
def province_name(key: str) -> str:
    """The name of the deployment MOTCUA_PROVINCE, as data/provinces.toml has it."""
    provinces = tomllib.loads((FOLDER / "provinces.toml").read_text("utf-8"))
    name: str = provinces[key]["province_name"]
    return name
