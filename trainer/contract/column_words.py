"""Words by which people name the columns of their tables, in English and Chinese."""

import re
from collections.abc import Sequence
from typing import Literal

Role = Literal["text", "label", "source", "target", "date"]

_ENGLISH_AND_CHINESE: dict[Role, str] = {
    "date": "date time datetime timestamp created day month when 日期 时间 時間 月份",
    "label": """label labels 标签 標籤 class category categories 类别 類別 分类 分類 sentiment 情感 情绪 polarity 极性
        倾向 intent 意图 意圖 topic 主题 主題 emotion tag 类型 rating stars 评分 星级 score verdict cat y target""",
    "text": """text 文本 review reviews 评论 評論 content 内容 內容 sentence 句子 comment comments 评价 點評 点评
        message 消息 留言 body 正文 utterance query question 问题 feedback 反馈 意见 tweet post document
        description 描述 article 文章 summary phrase 文字 title 标题 標題""",
    "source": "source src original 原文 源文 英文 英语 en english input",
    "target": """target tgt trg translation 译文 翻译 中文 汉语 zh cn chinese de german output fr french es spanish ja
        japanese ru russian en english 英文 英语""",
}
WORDS: dict[Role, tuple[str, ...]] = {role: tuple(words.split()) for role, words in _ENGLISH_AND_CHINESE.items()}
"""The likelier a word the earlier it stands."""
LONGEST_NAME = 60
"""Characters of a column's name."""

_OF_OTHER_THINGS = re.compile(
    r"\b(id|ids|url|link|count|num|number|len|length|index|user|name|author)\b|编号|链接|数量|长度|用户"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GAPS = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """Small letters, words parted by single spaces: `reviewText` and `Review_text` are `review text`."""
    return _GAPS.sub(" ", _CAMEL.sub(" ", name)).strip().casefold()


def is_known_name(name: str) -> bool:
    """Whether a cell is, as it stands, one of the words for columns."""
    return plain_name(name) in _ALL


def rank(name: str, role: Role) -> int | None:
    """How well the name of a column says `role`, 0 best; None where it does not."""
    plain = plain_name(name)
    words = WORDS[role]
    if plain in words:
        return words.index(plain)
    if _OF_OTHER_THINGS.search(plain):
        return None
    pieces = plain.split()
    inside = [index for index, word in enumerate(words) if _is_inside(word, plain, pieces)]
    return len(words) + inside[0] if inside else None


def _is_inside(word: str, plain: str, pieces: Sequence[str]) -> bool:
    return word in pieces if word.isascii() else word in plain


_ALL = frozenset(word for words in WORDS.values() for word in words) - {"y", "de", "es", "day", "when"}
