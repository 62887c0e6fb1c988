"""How alike texts are, for tests of data."""


def bare(text: str) -> str:
    """The letters and digits alone, in lower case."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def likeness(one: str, other: str, length: int) -> float:
    """Jaccard index of the sequences of `length` letters and digits that occur in each text."""
    first, second = _sequences(one, length), _sequences(other, length)
    return len(first & second) / len(first | second)


def is_simplified(text: str) -> bool:
    """Whether every Chinese sign is among those of GB 2312, which has no traditional forms."""
    return all(_in_gb2312(sign) for sign in text if "\u4e00" <= sign <= "\u9fff")


def chinese_share(text: str) -> float:
    """Chinese signs among all letters; 0 where there are none."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum("\u4e00" <= sign <= "\u9fff" for sign in letters) / max(1, len(letters))


def _sequences(text: str, length: int) -> set[str]:
    signs = bare(text)
    return {signs[start : start + length] for start in range(max(1, len(signs) - length + 1))}


def _in_gb2312(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
