"""What people call a division beside its full name: 广丰 for 广丰区, 恩施州 for 恩施土家族苗族自治州."""

import re

from archive.regions.authority import Level

# Longest first, so that 自治县 is cut before 县.
ENDINGS = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "行政委员会",
    "林区", "特区", "新区", "矿区", "地区", "省", "市", "区", "县", "旗", "盟",
)  # fmt: skip

# Names of peoples as they stand before 自治州, 自治县 and 自治旗; some stand without 族: 巴音郭楞蒙古自治州.
PEOPLES = (
    "哈萨克族", "柯尔克孜", "达斡尔族", "鄂温克族", "布依族", "朝鲜族", "土家族", "哈尼族", "哈萨克",
    "傈僳族", "拉祜族", "东乡族", "纳西族", "景颇族", "仫佬族", "布朗族", "撒拉族", "毛南族", "仡佬族",
    "塔吉克", "普米族", "鄂伦春", "保安族", "裕固族", "独龙族", "蒙古族", "维吾尔", "蒙古", "各族", "回族",
    "藏族", "苗族", "彝族", "壮族", "满族", "侗族", "瑶族", "白族", "傣族", "黎族", "佤族", "畲族", "水族",
    "土族", "羌族", "锡伯", "怒族",
)  # fmt: skip

# Provinces are known by names that no rule gives.
PROVINCES = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}

# Short forms in daily use that no rule gives.
COLLOQUIAL = {
    "巴音郭楞蒙古自治州": ("巴州",),
    "博尔塔拉蒙古自治州": ("博州",),
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "西双版纳傣族自治州": ("版纳州",),
    "锡林郭勒盟": ("锡盟",),
    "阿拉善盟": ("阿盟",),
    "喀喇沁左翼蒙古族自治县": ("喀左县",),
    "前郭尔罗斯蒙古族自治县": ("前郭县",),
    "杜尔伯特蒙古族自治县": ("杜蒙县",),
    "阜新蒙古族自治县": ("阜蒙县",),
    "莫力达瓦达斡尔族自治旗": ("莫旗",),
    "达尔罕茂明安联合旗": ("达茂旗",),
    "东乌珠穆沁旗": ("东乌旗",),
    "西乌珠穆沁旗": ("西乌旗",),
    "塔什库尔干塔吉克自治县": ("塔县",),
    "和布克赛尔蒙古自治县": ("和丰县",),
    "察布查尔锡伯自治县": ("察县",),
}

# 东旗, 四旗: a direction, a number, a banner of the Eight; no short form of 东乌珠穆沁旗, 四子王旗, 正镶白旗.
COMMON_FIRST = frozenset("东西南北前后中四正镶")

_ZONE = re.compile(
    r"(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|高新技术产业园区|经济技术产业开发区)$"
)


def short_name(name: str, level: Level) -> str:
    """The name without its kind, and without the peoples of an autonomous division; never one character.

    广丰区 → 广丰, 玉屏侗族自治县 → 玉屏, 忠县 → 忠县, 东乡族自治县 → 东乡, 浦东新区 → 浦东, 城区 → 城区.
    """
    if level is Level.PROVINCE and name in PROVINCES:
        return PROVINCES[name]
    if level is Level.ZONE and not name.endswith("行政委员会"):
        return name
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            stem = name[: -len(ending)]
            return _without_peoples(stem) if ending.startswith("自治") else stem
    return name


def _without_peoples(stem: str) -> str:
    """克孜勒苏柯尔克孜 → 克孜勒苏. A name that is a people's keeps it: 东乡族 → 东乡, 鄂伦春 → 鄂伦春."""
    while people := next((p for p in PEOPLES if stem.endswith(p) and len(stem) - len(p) >= 2), None):
        stem = stem[: -len(people)]
    return stem.removesuffix("族") if len(stem) > 2 else stem


def aliases(name: str, level: Level) -> tuple[str, ...]:
    """Other names in use: 恩施州 and 恩施自治州, 玉屏县, 科右前旗, 杭州经开区."""
    if level is Level.ZONE:
        return _zone_aliases(name)
    known = COLLOQUIAL.get(name, ())
    return (*_plain_forms(name, short_name(name, level)), *(known or _banner_forms(name)))


def _plain_forms(name: str, short: str) -> tuple[str, ...]:
    for ending, plain in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(ending):
            return (short + plain, short + ending) if name != short + ending else (short + plain,)
    return ()


def _banner_forms(name: str) -> tuple[str, ...]:
    """阿拉善左旗 → 阿左旗, 科尔沁右翼前旗 → 科右前旗, 准格尔旗 → 准旗; 敖汉旗 and 正蓝旗 are short enough."""
    sided = re.fullmatch(r"(.).{1,3}?([左右])翼?([前中后]?)旗", name) or re.fullmatch(
        r"(.).{1,3}([前中后])()旗", name
    )
    if sided:
        return (f"{sided[1]}{sided[2]}{sided[3]}旗",)
    return (f"{name[0]}旗",) if name[0] not in COMMON_FIRST and len(name) > 3 and name.endswith("旗") else ()


def _zone_aliases(name: str) -> tuple[str, ...]:
    found = _ZONE.search(name)
    if not found:
        return ()
    place = name[: found.start()]
    if "高新" in found[0]:
        return (f"{place}高新区", f"{place}高新技术开发区", f"{place}高新技术产业开发区")
    return (f"{place}经开区", f"{place}开发区", f"{place}经济开发区")
