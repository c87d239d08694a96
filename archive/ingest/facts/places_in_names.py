"""The places that names of files and folders give: 白塔县/2013年, 云川_青禾_2019, yunchuan-qinghequ."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product

from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority
from archive.regions.gazetteer import EVERYDAY, GENERIC, Gazetteer, gazetteer

WORDS = pattern(r"[\u4e00-\u9fff]+", like="云川 青禾", unlike="2019")
# yunchuan, qinghequ: whole names in Latin letters, no initials
LETTERS = pattern(r"(?<![A-Za-z0-9])[A-Za-z]{4,24}(?![A-Za-z])", like="qinghequ 2019", unlike="qhq 2019")
UNION = "总工会"
"""What a folder is read with: 白塔县 holds what 白塔县总工会 reports."""


def places_in(parts: Iterable[str], authority: Authority) -> Iterator[str]:
    """The unions that the parts of a name are about, the part next to the file first.

    A short name that is a common word, too, needs the place above it: 岭西/城关, and never 平安 alone.
    """
    names = gazetteer(authority)
    weak = ""
    for part in parts:
        if "工会" in part:
            yield part
            continue
        chain = _chain(names, part) or _in_letters(names, part)
        if weak and chain and _reaches(names, chain + weak):
            chain, weak = chain + weak, ""
        if not chain:
            continue
        if _is_a_word(names, chain):
            weak = chain
        else:
            yield chain + UNION


def names_a_place(part: str, authority: Authority) -> bool:
    """True for a part that gives a place, be it one of several that are spelled alike: qinghequ."""
    if any(places_in([part], authority)):
        return True
    known = _by_letters(authority)
    return any(match.group().lower() in known for match in LETTERS.finditer(part))


def _chain(names: Gazetteer, part: str) -> str:
    """The names of divisions that words of the part begin with, side by side: 云川 青禾, 青禾区综述."""
    chains = ""
    for word in WORDS.finditer(part):
        text = word.group()
        chain = names.chain_from(text, 0, len(text))
        if chain and (chain[-1].end == len(text) or (chain[-1].full and len(chain[-1].name) > 2)):
            chains += text[: chain[-1].end]
    return chains


def _is_a_word(names: Gazetteer, text: str) -> bool:
    chain = names.chain_from(text, 0, len(text))
    return len(chain) == 1 and chain[0].name in EVERYDAY | GENERIC


def _reaches(names: Gazetteer, text: str) -> bool:
    """True where the divisions lie one in the other, as far as the text goes."""
    chain = names.chain_from(text, 0, len(text))
    return bool(chain) and chain[-1].end == len(text)


def _in_letters(names: Gazetteer, part: str) -> str:
    """The one chain of divisions that words in Latin letters can be; many counties sound alike."""
    known = _by_letters(names.authority)
    choices = [known[word] for match in LETTERS.finditer(part) if (word := match.group().lower()) in known]
    if not choices or len(choices) > 3:
        return ""
    chains = {chain for some in product(*choices) if _reaches(names, chain := "".join(some))}
    return chains.pop() if len(chains) == 1 else ""


@lru_cache(maxsize=4)
def _by_letters(authority: Authority) -> Mapping[str, frozenset[str]]:
    """Names by how they are spelled in Latin letters, with their kind and without."""
    found: dict[str, set[str]] = {}
    for row in authority.divisions:
        if not row.pinyin:
            continue  # a zone that an editor added
        name, *kind = row.pinyin.split()
        found.setdefault("".join((name, *kind)), set()).add(row.name)
        if kind:
            found.setdefault(name, set()).add(row.short_name)
    return {letters: frozenset(names) for letters, names in found.items()}
