from trainer.contract.text import Text
from trainer.contract.titles import data_title, label_titles


def test_digits_have_titles_in_both_languages():
    titles = label_titles(tuple("0123456789"))
    assert (titles[7].en, titles[7].zh) == ("Seven", "七")


def test_all_labels_have_titles_or_none():
    assert label_titles(("7", "scribble")) == ()
    assert label_titles(()) == ()


def test_an_unknown_data_set_is_called_by_its_name():
    assert data_title("mnist-sample").zh == "MNIST 样本"
    assert data_title("letters") == Text("letters", "letters")
