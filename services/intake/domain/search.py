"""What somebody looks for, as words to compare: no marks, everyday speech turned into the law's."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

# The same as the function folded() of the database.
LETTERS = re.compile(r"[^a-z0-9]+")
KI = re.compile(r"\b([b-df-hj-np-tv-xz]+|qu)y\b")
CODE = re.compile(r"([0-9])\.?([0-9]{3,6})(?:\.[0-9A-Z.]*)?", re.IGNORECASE)
# Half of all names have them: alone they find everything, beside others they tell little.
COMMON = """
    dang ki cap giai quyet quiet thu tuc ho so giay to lam xin muon can viec cho cua doi voi
    va tu co duoc tai theo ve khi nop don nhan bi da trong ban cac nhung thong tin nguoi mau
"""
WEAK = frozenset(COMMON.split())
WEAK_WEIGHT = 0.25
MOST_WORDS = 12


@dataclass(frozen=True)
class Asked:
    """Words and neighbours with what each counts; `code`: how a procedure's code begins."""

    words: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    pairs: tuple[str, ...] = ()
    pair_weights: tuple[float, ...] = ()
    code: str = ""

    @property
    def phrase(self) -> str:
        return " ".join(self.words)


def folded(said: str) -> str:
    """Without marks, capitals and signs; "ký" and "kí" alike."""
    plain = unicodedata.normalize("NFD", said.lower()).replace("đ", "d")
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return KI.sub(r"\1i", LETTERS.sub(" ", letters).strip())


def asked(said: str, everyday: Mapping[str, str]) -> Asked:
    """A query as words; `everyday`: folded phrases and what the catalogue calls them."""
    said = "".join(filter(str.isprintable, said))
    if found := CODE.fullmatch(said.strip()):
        return Asked(code=f"{found[1]}.{found[2]}")
    words = _legal(folded(said).split(), everyday)[:MOST_WORDS] or said.split()[:1]  # signs alone
    weights = [weight(word) for word in words]
    pairs = list(pairwise(words))
    return Asked(
        words=tuple(words),
        weights=tuple(weights),
        pairs=tuple(" ".join(pair) for pair in pairs),
        pair_weights=tuple((weight(a) + weight(b)) / 2 for a, b in pairs),
    )


def weight(word: str) -> float:
    """How much a word tells."""
    return WEAK_WEIGHT if word in WEAK else 1.0


def everyday(rows: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The table of everyday speech, folded; a phrase without a meaning is passed over."""
    return {folded(said): folded(means) for said, means in rows}


def _legal(words: list[str], everyday: Mapping[str, str]) -> list[str]:
    """The longest everyday phrase first; what would leave nothing is kept as it was typed."""
    longest = max((len(said.split()) for said in everyday), default=0)
    told: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            said = " ".join(words[at : at + length])
            if said in everyday:
                told += everyday[said].split()
                at += length
                break
        else:
            told.append(words[at])
            at += 1
    return list(dict.fromkeys(told)) or words
