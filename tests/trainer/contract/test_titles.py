from trainer.contract.text import Text
from trainer.contract.titles import data_title, label_titles
from trainer.datasets.cifar10 import LABELS


def test_digits_have_titles_in_both_languages():
    titles = label_titles(tuple("0123456789"))
    assert (titles[7].en, titles[7].zh) == ("Seven", "七")


def test_the_kinds_of_cifar10_have_titles_in_both_languages():
    titles = label_titles(LABELS)
    assert (titles[0].zh, titles[9].zh) == ("飞机", "卡车")
    assert [title.en.lower() for title in titles] == list(LABELS)
    assert data_title("cifar10").en == "CIFAR-10"


def test_all_labels_have_titles_or_none():
    assert label_titles(("7", "scribble")) == ()
    assert label_titles(()) == ()


def test_an_unknown_data_set_is_called_by_its_name():
    assert data_title("mnist-sample").zh == "MNIST 样本"
    assert data_title("letters") == Text("letters", "letters")
