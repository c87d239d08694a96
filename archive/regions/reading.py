"""Pinyin of place names, for sorting and for finding a place by its initials."""

from pypinyin import lazy_pinyin

# Where the dictionary's everyday reading is not the place's own: 单县 is not dān, 六合 in Nanjing is lù,
# 都 in a place name is dū. A key stands for itself wherever it occurs in a name.
PLACES = {
    "三都": "san du",
    "中牟": "zhong mu",
    "丰都": "feng du",
    "于都": "yu du",
    "伽师": "jia shi",
    "佛坪": "fo ping",
    "信都": "xin du",
    "六合": "lu he",
    "单县": "shan xian",
    "什邡": "shi fang",
    "大城": "dai cheng",
    "宕昌": "tan chang",
    "新都": "xin du",
    "昌都": "chang du",
    "曾都": "zeng du",
    "武都": "wu du",
    "江都": "jiang du",
    "泊头": "bo tou",
    "洪洞": "hong tong",
    "浚县": "xun xian",
    "涡阳": "guo yang",
    "珲春": "hun chun",
    "称多": "chen duo",
    "筠连": "jun lian",
    "花都": "hua du",
    "荥经": "ying jing",
    "襄都": "xiang du",
    "覃塘": "qin tang",
    "郫都": "pi du",
    "都兰": "du lan",
    "都匀": "du yun",
    "都安": "du an",
    "都昌": "du chang",
    "金口河": "jin kou he",
    "长垣": "chang yuan",
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
    return [syllable for syllable in lazy_pinyin(text) if syllable.isascii()] if text else []
