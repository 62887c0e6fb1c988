"""The catalogued data sets of texts: what they are, who made them, and how their files are known."""

from trainer.contract.text import Text
from trainer.datasets.dataset import Origin
from trainer.datasets.known import KnownDataset, KnownFile

_NO_LICENCE = "none stated by its authors"
_RESEARCH = Text("For research only.", "仅供研究使用。")

CUSTOMER_MESSAGES = KnownDataset(
    origin=Origin("customer-messages", "MIT", "free", ""),
    title=Text("Customer messages, built in", "客服消息（内置）"),
    summary=Text(
        "1,200 messages to a shop in English and Chinese, of ten intents; written for this program and part of it.",
        "1,200 条写给商店的中英文消息，共十种意图；专为本程序撰写，随程序提供。",
    ),
    counts={"train": 864, "validation": 96, "test": 240},
    kind="labelled-texts",
    is_embedded=True,
)

PHRASE_PAIRS = KnownDataset(
    origin=Origin("phrase-pairs", "MIT", "free", ""),
    title=Text("Everyday phrases, English and Chinese, built in", "日常用语英汉对照（内置）"),
    summary=Text(
        "300 everyday phrases in English and Chinese; written for this program, with which they come.",
        "300 条日常用语英汉对照；专为本程序撰写，随程序提供。",
    ),
    counts={"train": 243, "validation": 27, "test": 30},
    kind="sentence-pairs",
    is_embedded=True,
)

PYTHON_REFERENCE = KnownDataset(
    origin=Origin("python-reference", "PSF-2.0", "attribution", "https://docs.python.org/3/reference/"),
    title=Text("Python's language reference, built in", "Python 语言参考（内置）"),
    summary=Text(
        "The topics of help(), which every Python carries, by the Python Software Foundation. Each version of Python "
        "has its own, so figures on it hold for one.",
        "每个 Python 自带的 help() 主题，由 Python 软件基金会撰写。各版本的文本不同，因此结果只对某一版本有效。",
    ),
    counts={"train": 46, "validation": 5, "test": 6},
    kind="running-text",
    is_embedded=True,
)

RT_POLARITY = KnownDataset(
    origin=Origin("rt-polarity", _NO_LICENCE, "research", "https://www.cs.cornell.edu/people/pabo/movie-review-data/"),
    title=Text("Sentences of film reviews (rt-polarity)", "英文影评句子（rt-polarity）"),
    summary=Text(
        f"10,662 sentences of English film reviews, half of them positive, by Bo Pang and Lillian Lee (2005). "
        f"{_RESEARCH.en}",
        f"10,662 个英文影评句子，正负各半，由 Bo Pang 与 Lillian Lee 整理（2005）。{_RESEARCH.zh}",
    ),
    counts={"train": 8_637, "validation": 959, "test": 1_066},
    kind="labelled-texts",
)

SST2 = KnownDataset(
    origin=Origin("sst2", _NO_LICENCE, "research", "https://nlp.stanford.edu/sentiment/"),
    title=Text("Stanford sentiment sentences (SST-2)", "斯坦福情感句子（SST-2）"),
    summary=Text(
        "9,613 sentences of English film reviews, positive or negative, by Richard Socher and others (2013). Most of "
        f"them are those of rt-polarity, so neither may be trained on and the other reported. {_RESEARCH.en}",
        "9,613 个英文影评句子，标为正面或负面，由 Richard Socher 等整理（2013）。"
        f"其中大部分与 rt-polarity 相同，因此不能用一个训练而在另一个上评测。{_RESEARCH.zh}",
    ),
    counts={"train": 6_920, "validation": 872, "test": 1_821},
    kind="labelled-texts",
)

REVIEW_POLARITY = KnownDataset(
    origin=Origin(
        "review-polarity", _NO_LICENCE, "research", "https://www.cs.cornell.edu/people/pabo/movie-review-data/"
    ),
    title=Text("Whole film reviews (polarity 2.0)", "英文影评全文（polarity 2.0）"),
    summary=Text(
        f"2,000 whole English film reviews, half of them positive, by Bo Pang and Lillian Lee (2004). {_RESEARCH.en}",
        f"2,000 篇英文影评全文，正负各半，由 Bo Pang 与 Lillian Lee 整理（2004）。{_RESEARCH.zh}",
    ),
    counts={"train": 1_600, "validation": 200, "test": 200},
    kind="labelled-texts",
)

CHNSENTICORP = KnownDataset(
    origin=Origin("chnsenticorp", _NO_LICENCE, "research", "https://github.com/SophonPlus/ChineseNlpCorpus"),
    title=Text("Chinese hotel reviews (ChnSentiCorp)", "中文酒店评论（ChnSentiCorp）"),
    summary=Text(
        f"7,765 Chinese reviews of hotels, 69 % of them positive, by Songbo Tan. {_RESEARCH.en}",
        f"7,765 条中文酒店评论，69 % 为正面，由谭松波整理。{_RESEARCH.zh}",
    ),
    counts={"train": 5_941, "validation": 660, "test": 1_164},
    kind="labelled-texts",
)

ONLINE_SHOPPING = KnownDataset(
    origin=Origin("online-shopping", _NO_LICENCE, "research", "https://github.com/SophonPlus/ChineseNlpCorpus"),
    title=Text("Chinese shop reviews", "中文购物评论"),
    summary=Text(
        f"10,150 Chinese reviews of nine kinds of goods, half of them positive. {_RESEARCH.en}",
        f"10,150 条中文购物评论，涵盖九类商品，正负各半。{_RESEARCH.zh}",
    ),
    counts={"train": 8_120, "validation": 1_015, "test": 1_015},
    kind="labelled-texts",
)

SENTIMENT_EN = KnownDataset(
    origin=Origin("sentiment-en", _NO_LICENCE, "research", "https://www.cs.cornell.edu/people/pabo/movie-review-data/"),
    title=Text("English reviews, all of them", "英文评论合集"),
    summary=Text(
        "rt-polarity, SST-2 and the whole film reviews together; tested on the test sentences of rt-polarity, which "
        f"are left out of everything that is trained on. {_RESEARCH.en}",
        "rt-polarity、SST-2 与影评全文合在一起；用 rt-polarity 的测试句子评测，这些句子不会出现在训练数据中。"
        f"{_RESEARCH.zh}",
    ),
    counts={"train": 11_707, "validation": 1_300, "test": 1_066},
    kind="labelled-texts",
    parts=("rt-polarity", "sst2", "review-polarity"),
)

SENTIMENT_ZH = KnownDataset(
    origin=Origin("sentiment-zh", _NO_LICENCE, "research", "https://github.com/SophonPlus/ChineseNlpCorpus"),
    title=Text("Chinese reviews, all of them", "中文评论合集"),
    summary=Text(
        f"The hotel reviews and the shop reviews together; tested on the test reviews of hotels. {_RESEARCH.en}",
        f"酒店评论与购物评论合在一起；用酒店评论的测试部分评测。{_RESEARCH.zh}",
    ),
    counts={"train": 15_066, "validation": 1_673, "test": 1_164},
    kind="labelled-texts",
    parts=("chnsenticorp", "online-shopping"),
)

AG_NEWS = KnownDataset(
    origin=Origin(
        "ag-news",
        "research and other non-commercial use, as its readme says",
        "research",
        "https://github.com/mhjabreel/CharCnn_Keras",
    ),
    title=Text("News of four topics (AG News)", "四类新闻（AG News）"),
    summary=Text(
        "English news, title and first sentences: world, sports, business, science and technology. Collected by "
        f"Antonio Gulli, made a test of text classification by Xiang Zhang and others (2015). {_RESEARCH.en}",
        "英文新闻的标题与首句，分为世界、体育、商业、科技四类。由 Antonio Gulli 收集，"
        f"Xiang Zhang 等（2015）整理为分类数据。{_RESEARCH.zh}",
    ),
    counts={"train": 5_760, "validation": 640, "test": 1_200},
    kind="labelled-texts",
)

AG_NEWS_WHOLE = KnownDataset(
    origin=Origin("ag-news-whole", AG_NEWS.origin.licence, "research", "https://github.com/mhjabreel/CharCnn_Keras"),
    title=Text("News of four topics, all of them (AG News)", "四类新闻全集（AG News）"),
    summary=Text(
        "127,600 English news; 7,600 are for testing, and ag-news is cut from those, so neither may be trained on and "
        f"the other reported. {_RESEARCH.en}",
        "127,600 条英文新闻，其中 7,600 条用于测试；ag-news 即取自这部分，因此不能用一个训练而在另一个上评测。"
        f"{_RESEARCH.zh}",
    ),
    counts={"train": 108_000, "validation": 12_000, "test": 7_600},
    files=(
        KnownFile(
            "train.csv",
            29_470_338,
            "b1a00f826fdfbd249f79597b59e1dc12",
            "76a0a2d2f92b286371fe4d4044640910a04a803fdd2538e0f3f29a5c6f6b672e",
            checksums_of="file",
        ),
        KnownFile(
            "test.csv",
            1_857_427,
            "d52ea96a97a2d943681189a97654912d",
            "521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699",
            checksums_of="file",
        ),
    ),
    mirrors=("https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/master/data/ag_news_csv/",),
    kind="labelled-texts",
)
"""MD5 as torchtext has it, SHA-256 as the index of Hugging Face's `datasets` has it; so too for `IMDB`."""

IMDB = KnownDataset(
    origin=Origin("imdb", _NO_LICENCE, "research", "https://ai.stanford.edu/~amaas/data/sentiment/"),
    title=Text("Long film reviews (IMDb)", "英文长影评（IMDb）"),
    summary=Text(
        "50,000 whole English film reviews, half of them positive and half of them for testing, by Andrew Maas and "
        f"others (2011). {_RESEARCH.en}",
        f"50,000 篇英文影评全文，正负各半，其中一半用于测试，由 Andrew Maas 等整理（2011）。{_RESEARCH.zh}",
    ),
    counts={"train": 22_500, "validation": 2_500, "test": 25_000},
    files=(
        KnownFile(
            "aclImdb_v1.tar.gz",
            84_125_825,
            "7c2ac02c03563afcf9b574c7e56c153a",
            "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
            checksums_of="file",
        ),
    ),
    mirrors=("https://ai.stanford.edu/~amaas/data/sentiment/",),
    kind="labelled-texts",
)

TINY_SHAKESPEARE = KnownDataset(
    origin=Origin("tiny-shakespeare", "public domain", "free", "https://github.com/karpathy/char-rnn"),
    title=Text("Tiny Shakespeare", "莎士比亚选段（tiny shakespeare）"),
    summary=Text(
        "1,115,394 characters of plays by William Shakespeare; the last tenth is for testing.",
        "威廉·莎士比亚剧作选段，共 1,115,394 个字符；最后十分之一用于测试。",
    ),
    counts={"train": 1, "validation": 1, "test": 1},
    files=(
        KnownFile(
            "input.txt",
            1_115_394,
            "6fb458f1232090904fb40fe944165e91",
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            checksums_of="file",
        ),
    ),
    mirrors=("https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/",),
    kind="running-text",
)

WIKITEXT_2 = KnownDataset(
    origin=Origin("wikitext-2", "CC BY-SA 3.0", "share-alike", "https://github.com/pytorch/examples"),
    title=Text("Articles of Wikipedia (WikiText-2)", "维基百科条目（WikiText-2）"),
    summary=Text(
        "English articles of Wikipedia with words parted by spaces, by Stephen Merity and others (2016).",
        "英文维基百科条目，词与标点以空格分开，由 Stephen Merity 等整理（2016）。",
    ),
    counts={"train": 600, "validation": 60, "test": 60},
    kind="running-text",
)

SONG_CI = KnownDataset(
    origin=Origin("song-ci", "MIT", "free", "https://github.com/chinese-poetry/chinese-poetry"),
    title=Text("Song dynasty poems", "宋词"),
    summary=Text(
        "6,796 ci poems of the Song dynasty in simplified Chinese: title, author, lines.",
        "6,796 首宋词（简体）：词牌、作者与词句。",
    ),
    counts={"train": 5_438, "validation": 679, "test": 679},
    kind="running-text",
)

MULTI30K_EN_DE = KnownDataset(
    origin=Origin(
        "multi30k-en-de",
        "non-commercial research and education, as its readme says",
        "research",
        "https://github.com/multi30k/dataset",
    ),
    title=Text("Captions, English and German (Multi30k)", "图片说明，英德对照（Multi30k）"),
    summary=Text(
        "31,014 captions of pictures in English, translated into German, by Desmond Elliott and others (2016); tested "
        f"on the 1,000 pairs of 2016. {_RESEARCH.en}",
        "31,014 条英文图片说明及其德文译文，由 Desmond Elliott 等整理（2016）；"
        f"用 2016 年的 1,000 对评测。{_RESEARCH.zh}",
    ),
    counts={"train": 29_000, "validation": 1_014, "test": 1_000},
    files=(
        KnownFile(
            "train.en.gz",
            568_929,
            "0065d13af80720a55ca8153d126e6627",
            "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f",
            checksums_of="file",
        ),
        KnownFile(
            "train.de.gz",
            637_044,
            "81ff90b99829c0cd4b1b587d394afd39",
            "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6",
            checksums_of="file",
        ),
        KnownFile(
            "val.en.gz",
            21_650,
            "2b69aa9253948ac9f67e94917272dd40",
            "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28",
            checksums_of="file",
        ),
        KnownFile(
            "val.de.gz",
            24_681,
            "6e0e229eb049e3fc99a1ef02fb2d5f91",
            "f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a",
            checksums_of="file",
        ),
        KnownFile(
            "test_2016_flickr.en.gz",
            21_077,
            "ff2c0fcb4893a13bd73414306bc250ae",
            "611d361c6334bc7246101d48097c13cf5c4413c5befc793cc629934359d532d9",
            checksums_of="file",
        ),
        KnownFile(
            "test_2016_flickr.de.gz",
            22_890,
            "efd67d314d98489b716b145475101932",
            "9204244e408ccb38d2a55cfcd344df15005fc42a07a6e55ca6c52b6ababb8cc8",
            checksums_of="file",
        ),
    ),
    mirrors=("https://raw.githubusercontent.com/multi30k/dataset/master/data/task1/raw/",),
    kind="sentence-pairs",
)

TATOEBA_EN_ZH = KnownDataset(
    origin=Origin("tatoeba-en-zh", "CC BY 2.0 FR", "attribution", "https://tatoeba.org"),
    title=Text("Sentences, English and Chinese (Tatoeba)", "例句，英汉对照（Tatoeba）"),
    summary=Text(
        "28,217 short English sentences with Chinese translations by the people of Tatoeba, as manythings.org hands "
        "them out; no sentence of the test is in the training part.",
        "28,217 个英文短句及其中文译文，由 Tatoeba 社区成员翻译、manythings.org 整理；测试句子不会出现在训练部分。",
    ),
    counts={"train": 24_502, "validation": 2_715, "test": 1_000},
    kind="sentence-pairs",
)

TEXTS = (
    CUSTOMER_MESSAGES,
    PHRASE_PAIRS,
    PYTHON_REFERENCE,
    RT_POLARITY,
    SST2,
    REVIEW_POLARITY,
    SENTIMENT_EN,
    CHNSENTICORP,
    ONLINE_SHOPPING,
    SENTIMENT_ZH,
    AG_NEWS,
    AG_NEWS_WHOLE,
    IMDB,
    TINY_SHAKESPEARE,
    WIKITEXT_2,
    SONG_CI,
    MULTI30K_EN_DE,
    TATOEBA_EN_ZH,
)
