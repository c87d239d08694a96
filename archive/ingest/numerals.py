"""Numbers as they are written in Han characters, and the words that count things."""

DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("〇○零0ＯOo", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9")
    )
    for sign in signs
}
HAN_DIGITS = "〇一二三四五六七八九"
ONE_TO_TEN = "一二三四五六七八九十"
HAN_NUMBER = f"[{ONE_TO_TEN}百〇○零]"  # of a page: 第一百二〇页
HAN_YEAR = r"[一二][〇○零0九OＯ一二三四五六七八]{2,3}"
# What is counted in a report: 46家, 3.1万人, 2份
COUNTED = "个人名家件份场次户元期起条项座所间批册套位岁%"


def han_number(words: str) -> int:
    """十二 -> 12, 二十 -> 20, 三 -> 3, 两 -> 2."""
    words = words.replace("两", "二")
    if "十" not in words:
        return han_year(words)
    tens, _, ones = words.partition("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def han_year(words: str) -> int:
    """二〇一九 -> 2019."""
    return int("".join(str(DIGITS[sign]) for sign in words))


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
