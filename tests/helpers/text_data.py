"""Sets of texts for tests: the real ones of the test data, and small made-up ones."""

from pathlib import Path

from trainer.datasets.sources import Access

FOLDERS = {
    "rt-polarity": "sentiment_en",
    "sst2": "sentiment_en",
    "review-polarity": "sentiment_en",
    "chnsenticorp": "sentiment_zh",
    "online-shopping": "sentiment_zh",
    "ag-news": "topics/ag_news_csv",
    "tiny-shakespeare": "lm",
    "wikitext-2": "lm/wikitext-2",
    "song-ci": "lm",
    "multi30k-en-de": "translation",
    "tatoeba-en-zh": "translation",
}
"""Where the test data have the files of each catalogued set."""


def with_texts(data_dir: Path, test_data: Path, *names: str) -> Access:
    """A data folder that has the catalogued sets called `names`, all where none is named."""
    (data_dir / "datasets").mkdir(parents=True, exist_ok=True)
    for name in names or FOLDERS:
        (data_dir / "datasets" / name).symlink_to(test_data / "text" / FOLDERS[name])
    return Access(data_dir)
