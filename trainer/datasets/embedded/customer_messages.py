"""What customers write to a shop, in English and Chinese: ten intents, written for this project, under its licence.

There are 60 messages of each intent in each language. The 12 for testing are four wordings in three variants each: the
same thing said in nearly the same way, by people of different patience. The 48 for training are as many wordings, or
nearly, and none of them is a variant of one for testing. No person, firm or place is named; the numbers are invented.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.embedded.tables import FOLDER, Part, read_table

FILE = FOLDER / "customer_messages.tsv"
LANGUAGES = ("en", "zh")
LABELS = (
    "order-status",
    "return-item",
    "refund",
    "delivery-problem",
    "damaged-item",
    "change-address",
    "cancel-order",
    "payment-problem",
    "account-access",
    "product-question",
)
"""The intents, in the order of their numbers."""

_COLUMNS = ("language", "label", "wording", "text")
_WORDINGS = tuple(str(number) for number in range(1, 53))
_FOR_TESTING = ("5", "10", "15", "20")


@dataclass(frozen=True)
class CustomerMessages:
    """N messages; `labels`, int64 [N], are places in `LABELS`. Messages with one number in `wordings`, int64 [N],
    say the same, so a validation part should not be cut between them.
    """

    texts: tuple[str, ...]
    labels: np.ndarray
    wordings: np.ndarray
    languages: tuple[str, ...]


def read_customer_messages(part: Part, path: Path = FILE) -> CustomerMessages:
    """The 960 (`train`) or 240 (`test`) messages. Raises WorkshopError `unreadable`."""
    texts, labels, wordings, languages = [], [], [], []
    for number, (language, name, wording, text) in enumerate(read_table(path, _COLUMNS), 2):
        if language not in LANGUAGES or name not in LABELS or wording not in _WORDINGS:
            raise _unknown(path, number)
        if (wording in _FOR_TESTING) == (part == "test"):
            group = LANGUAGES.index(language) * len(LABELS) + LABELS.index(name)
            texts.append(text)
            labels.append(LABELS.index(name))
            wordings.append(group * len(_WORDINGS) + _WORDINGS.index(wording))
            languages.append(language)
    label_array, wording_array = np.array(labels, dtype=np.int64), np.array(wordings, dtype=np.int64)
    return CustomerMessages(tuple(texts), label_array, wording_array, tuple(languages))


def _unknown(path: Path, number: int) -> WorkshopError:
    reason = Text(
        f"row {number} has an unknown language, label or wording", f"第 {number} 行的语言、标签或说法编号未知"
    )
    return data_errors.broken_file(path, reason)
