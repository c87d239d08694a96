"""Pinyin of place names, for sorting and for finding a place by its initials."""

from pypinyin import lazy_pinyin

# Characters that have one reading in the names of places, and often another in everyday words.
CHARACTERS = {
    "都": "du", "长": "chang", "朝": "chao", "行": "xing", "台": "tai", "乐": "le", "石": "shi", "什": "shi",
    "勒": "le", "堡": "bu", "尾": "wei", "蚌": "beng", "棱": "ling", "卡": "ka", "佛": "fo",
}  # fmt: skip

# Where the dictionary's reading, or that of the character, is not the place's own: 单县 is not dān, 六合 in
# Nanjing is lù. A key stands for itself wherever it occurs in a name.
PLACES = {
    "乐亭": "lao ting",
    "乐清": "yue qing",
    "乐陵": "lao ling",
    "曾都": "zeng du",
    "长子": "zhang zi",
    "闵行": "min hang",
    "禹会": "yu hui",
    "中牟": "zhong mu",
    "伽师": "jia shi",
    "六合": "lu he",
    "崆峒": "kong tong",
    "漯河": "luo he",
    "繁峙": "fan shi",
    "龙圩": "long xu",
    "单县": "shan xian",
    "大城": "dai cheng",
    "宕昌": "tan chang",
    "泊头": "bo tou",
    "洪洞": "hong tong",
    "浚县": "xun xian",
    "涡阳": "guo yang",
    "珲春": "hun chun",
    "称多": "chen duo",
    "筠连": "jun lian",
    "荥经": "ying jing",
    "覃塘": "qin tang",
    "金口河": "jin kou he",
}


def pinyin(name: str, short_name: str) -> str:
    """广丰区, 广丰 → guangfeng qu: the stem's syllables together, its kind apart."""
    syllables = _syllables(name)
    cut = len(short_name) if name.startswith(short_name) else len(name)
    if cut >= len(syllables):
        cut = len(syllables) - 1
    return f"{''.join(syllables[:cut])} {''.join(syllables[cut:])}".strip()


def initials(name: str) -> str:
    """广丰区 → gfq."""
    return "".join(syllable[0] for syllable in _syllables(name))


def _syllables(name: str) -> list[str]:
    for place, reading in PLACES.items():
        if place in name:
            before, after = name.split(place, 1)
            return [*_plain(before), *reading.split(), *_plain(after)]
    return _plain(name)


def _plain(text: str) -> list[str]:
    if not text:
        return []
    syllables = lazy_pinyin(text)
    if len(syllables) != len(text):  # letters or signs among the characters: 5 syllables are not 5 characters
        return [syllable for syllable in syllables if syllable.isascii()]
    return [CHARACTERS.get(character, syllable) for character, syllable in zip(text, syllables, strict=True)]
