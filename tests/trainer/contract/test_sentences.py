import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.contract.sentences import sentence_spans, short_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("  Mr. Smith paid 3.50 today. He left.  ", ["Mr. Smith paid 3.50 today.", "He left."]),
        ('He said "no." She left.', ['He said "no."', "She left."]),
        ("See p. 4 of it, i.e. the end. Done.", ["See p. 4 of it, i.e. the end.", "Done."]),
        ("我饿了。你呢？走吧！", ["我饿了。", "你呢？", "走吧！"]),
        ("“我饿了。”她说。", ["“我饿了。”", "她说。"]),
        ("a heading\n\nA sentence.\r\nAnother", ["a heading", "A sentence.", "Another"]),
        ("Wait... what?", ["Wait... what?"]),
        ("Wait... What?", ["Wait...", "What?"]),
        ("i am tired. he is not.", ["i am tired.", "he is not."]),
        ("Das sind z.B. drei. Gut.", ["Das sind z.B. drei.", "Gut."]),
        ("no end", ["no end"]),
        ("?", ["?"]),
        (" \n\t ", []),
        ("", []),
    ],
)
def test_sentences(text, expected) -> None:
    assert sentences(text) == expected


texts = st.text(st.sampled_from("ab .!?\n,;。！，\"'\u00a0\u2029é😀"), max_size=60) | st.text(max_size=60)


@given(texts)
def test_spans_are_in_order_and_hold_every_sign(text) -> None:
    spans = sentence_spans(text)
    behind = 0
    for start, end in spans:
        assert behind <= start < end <= len(text)
        assert not text[behind:start].strip()
        assert text[start:end] == text[start:end].strip()
        behind = end
    assert not text[behind:].strip()


@given(texts, st.integers(1, 9))
def test_long_ones_are_parted_until_they_fit(text, longest) -> None:
    spans = list(short_spans(text, (0, len(text)), lambda part: len(part) <= longest))
    assert all(end - start <= longest for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert spans == sorted(spans)


def test_parts_end_between_words_or_clauses() -> None:
    text = "a house by the sea, where nobody lives"
    parts = [text[start:end] for start, end in short_spans(text, (0, len(text)), lambda part: len(part) <= 25)]
    assert parts == ["a house by the sea,", "where nobody lives"]
    assert list(short_spans("ab", (0, 2), lambda part: False)) == [(0, 1), (1, 2)]
