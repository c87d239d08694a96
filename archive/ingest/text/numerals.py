"""Numbers as Chinese texts write them: 12,385 · 5.2万 · 三百六十 · 两千三 · 1亿2000万 · 二〇一九. The one place that reads them.

Takes folded text (full-width digits and traditional characters in their plain form) and reads it exactly: a
``Decimal``, never a float, for 17414.61万 is 174146100.
"""

from decimal import Decimal

from archive.ingest.text.patterns import pattern

DIGITS = {  # of years and dates, with the letters that stand for 〇 in print
    sign: value
    for value, signs in enumerate(
        ("〇○零0ＯOo", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9")
    )
    for sign in signs
}
HAN_DIGITS = "〇一二三四五六七八九"
ONE_TO_TEN = "一二三四五六七八九十"
HAN_NUMBER = f"[{ONE_TO_TEN}百〇○零]"  # of a page: 第一百二〇页
HAN_YEAR = r"(?:一九|二[〇○零0OＯo])[〇○零0九OＯo一二三四五六七八]{2}"
"""Of two centuries: 二一七年, in which a machine did not see the zero, is no year."""
# What is counted in a report: 46家, 3.1万人, 2份
UNITS = "[个人名家件份场次户元期起条项座所间批册套位岁%]"

WORTH = {
    sign: value
    for value, signs in enumerate(
        ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
ONE_DIGIT = 10  # what is below has one digit

ARABIC = r"\d{1,3}(?:,\d{3}){1,4}(?![\d,])(?:\.\d{1,8})?|\d{1,15}(?:\.\d{1,8})?"
HAN_SIGNS = "".join([*WORTH, *TENS, *MYRIADS])
TOKEN = pattern(rf"\d+(?:\.\d+)?|[{HAN_SIGNS}点]", like="5.2万", unlike="会员")
OF_ARABIC = pattern(r"[0-9]+(?:\.[0-9]+)?", like="5.2", unlike="三百")
OF_DIGITS = pattern(rf"[{''.join(WORTH)}]{{2,}}", like="二〇一九", unlike="三百")


def number_of(words: str) -> Decimal | None:
    """What a numeral stands for; None for what is none: 万分 has no value, 千 has one (1000)."""
    plain = words.replace(",", "").replace(" ", "")
    if OF_ARABIC.fullmatch(plain):
        return Decimal(plain)
    if OF_DIGITS.fullmatch(plain):  # 二〇一九, digit by digit
        return Decimal("".join(str(WORTH[sign]) for sign in plain))
    tokens = TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain:
        return None
    return _Sum().of(tokens)


def han_number(words: str) -> int:
    """十二 -> 12, 二十 -> 20, 三 -> 3, 两 -> 2; 0 for what is none."""
    return int(number_of(words) or 0)


def han_year(words: str) -> int:
    """二〇一九 -> 2019."""
    return int("".join(str(DIGITS[sign]) for sign in words))


class _Sum:
    """The sum of a numeral, token by token: what is closed by 亿, what is closed by 万, what is open."""

    def __init__(self) -> None:
        self.closed = self.myriads = self.small = Decimal(0)
        self.pending: Decimal | None = None
        self.scale = 1  # of the multiplier before: 三 in 两千三 is three of the next lower place
        self.after_zero = False

    def of(self, tokens: list[str]) -> Decimal | None:
        for at, sign in enumerate(tokens):
            if sign == "点":
                if not at:
                    return None
                return self._with_fraction(tokens[at + 1 :])
            if not self._take(sign):
                return None
        return self._total()

    def _take(self, sign: str) -> bool:
        if sign in TENS:
            self.small += (1 if self.pending is None else self.pending) * TENS[sign]
            self.scale, self.pending = TENS[sign], None
        elif sign in MYRIADS:
            self._close(MYRIADS[sign])
        elif WORTH.get(sign) == 0:
            self.after_zero = True
        elif self.pending is not None:
            return False  # 三四百 is two numbers; so are 5 6
        else:
            self.pending = Decimal(WORTH[sign]) if sign in WORTH else Decimal(sign)
        if sign in TENS or sign in MYRIADS:
            self.after_zero = False
        return True

    def _close(self, scale: int) -> None:
        open_part = self.small + (self.pending or 0)
        if scale == MYRIADS["亿"]:
            self.closed = (self.closed + self.myriads + open_part or Decimal(1)) * scale
            self.myriads = Decimal(0)
        else:
            self.myriads = (self.myriads + open_part or Decimal(1)) * scale
        self.small, self.pending, self.scale = Decimal(0), None, scale

    def _total(self) -> Decimal:
        pending = self.pending or Decimal(0)
        if self.scale > 1 and pending < ONE_DIGIT and not self.after_zero:  # 两千三 is 2300, 一万二 is 12000
            pending *= self.scale // 10
        return self.closed + self.myriads + self.small + pending

    def _with_fraction(self, digits: list[str]) -> Decimal | None:
        if not digits or any(digit not in WORTH for digit in digits):
            return None
        whole = self.closed + self.myriads + self.small + (self.pending or 0)
        return whole + Decimal("0." + "".join(str(WORTH[digit]) for digit in digits))


NEIGHBOURS = pattern(
    rf"(?P<head>[{HAN_SIGNS}]{{0,8}}?)(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<scale>[十百千万亿]{{0,3}})",
    like="三四百",
    unlike="三百",
)


def spread(words: str) -> tuple[Decimal, Decimal] | None:
    """The two numbers that a pair of neighbours names: 三四百 300 and 400, 十七八 17 and 18, 三五 3 and 5."""
    match = NEIGHBOURS.fullmatch(words)
    if not match or (match["head"] and match["head"][-1] in WORTH):
        return None
    low, high = WORTH[match["low"]], WORTH[match["high"]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    ends = (
        number_of(match["head"] + match["low"] + match["scale"]),
        number_of(match["head"] + match["high"] + match["scale"]),
    )
    return (ends[0], ends[1]) if ends[0] is not None and ends[1] is not None else None


def in_han(number: int) -> str:
    """12 -> 十二, 20 -> 二十, 105 -> 一百零五: as lists number their items."""
    if number <= 0 or number >= 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{HAN_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else HAN_DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (HAN_DIGITS[ones] if ones else "")
