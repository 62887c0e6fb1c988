"""Columns are recognised by their names, in English and Chinese, and by what is in them."""

import pytest

from tests.trainer.contract.test_tables import written
from trainer.contract.column_guesses import ColumnRoles, guess_columns
from trainer.contract.tables import parse_table, read_table

SENTENCES = (
    "The soup was cold when it came.",
    "We had to wait for an hour.",
    "Friendly people, fair prices.",
    "All good.",
)
LABELS = ("bad", "bad", "good", "good")


def guessed(*columns: tuple[str, ...]) -> ColumnRoles:
    return guess_columns(parse_table(written(zip(*columns, strict=True))))


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("label", "text"),
        ("Sentiment", "reviewText"),
        ("标签", "评论内容"),
        ("类别", "正文"),
        ("rating", "Customer Review"),
    ],
)
@pytest.mark.parametrize("label_first", [True, False])
def test_names_decide(label, text, label_first) -> None:
    columns = [(label, *LABELS), (text, *SENTENCES)]
    roles = guessed(*(columns if label_first else reversed(columns)))
    assert (roles.text, roles.label) == (text, label)


def test_label_goes_before_category_and_ids_are_nothing() -> None:
    roles = guessed(
        ("review_id", "11", "12", "13", "14"), ("cat", "a", "b", "a", "b"), ("label", "0", "0", "1", "1"),
        ("评论时间", "2024-01-01", "2024-01-02", "2024-02-01", "2024-02-02"), ("review", *SENTENCES),
    )  # fmt: skip
    assert roles == ColumnRoles(text="review", label="label", date="评论时间", source=roles.source, target=roles.target)


def test_content_decides_where_names_say_nothing() -> None:
    numbers = ("4", "2", "4", "2")
    roles = guessed(numbers, ("2024-01-01",) * 4, SENTENCES)
    assert (roles.label, roles.text, roles.date) == ("column 1", "column 3", "column 2")


def test_pairs_by_name_and_by_place() -> None:
    chinese = ("汤是冷的。", "我们等了一个小时。", "人很好。", "都好。")
    assert guessed(("zh", *chinese), ("en", *SENTENCES)).target == "zh"
    roles = guessed(SENTENCES, chinese, ("CC-BY 2.0 (France), by somebody or other, number one",) * 4)
    assert (roles.source, roles.target) == ("column 1", "column 2")


def test_a_single_column_is_the_text() -> None:
    roles = guess_columns(parse_table("anything\n" + "\n".join(SENTENCES), has_header=True))
    assert (roles.text, roles.label) == ("anything", None)


def test_a_table_without_labels_has_none() -> None:
    assert guessed(("title", *SENTENCES), ("text", *reversed(SENTENCES))).label is None


REAL = {
    "sentiment_en/rt_polarity_train.csv": (",", "text", "label"),
    "sentiment_en/rt_polarity_test.csv": (",", "text", "label"),
    "sentiment_en/sst2_train.tsv": ("\t", "text", "label"),
    "sentiment_en/sst2_dev.tsv": ("\t", "text", "label"),
    "sentiment_en/sst2_test.tsv": ("\t", "text", "label"),
    "sentiment_zh/ChnSentiCorp_htl_train.csv": (",", "text", "label"),
    "sentiment_zh/ChnSentiCorp_htl_test.csv": (",", "text", "label"),
    "sentiment_zh/online_shopping_9_cats_sample.csv": (",", "review", "label"),
    "topics/ag_news_csv/train.csv": (",", "column 3", "column 1"),
    "topics/ag_news_csv/test.csv": (",", "column 3", "column 1"),
}
PAIRS = [
    "translation/multi30k_en_de_train.tsv", "translation/multi30k_en_de_val.tsv", "translation/en_zh_train.tsv",
    "translation/multi30k_en_de_test_2016_flickr.tsv", "translation/en_zh_test.tsv",
]  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_labelled_files(name, test_data) -> None:
    table = read_table(test_data / "text" / name)
    roles = guess_columns(table)
    assert (table.delimiter, roles.text, roles.label) == REAL[name]
    assert table.problems == ()
    assert len(table.rows) > 500
    assert 2 <= len(set(table.column(roles.label or ""))) <= 4
    assert all(table.column(roles.text or ""))


@pytest.mark.parametrize("name", PAIRS)
def test_real_pairs(name, test_data) -> None:
    path = test_data / "text" / name
    table = read_table(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [list(row) for row in table.rows] == [line.split("\t") for line in lines if line]
    roles = guess_columns(table)
    assert (roles.source, roles.target, table.has_header) == ("column 1", "column 2", False)
