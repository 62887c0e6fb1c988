"""The catalogued data sets of sounds: what they are, who made them, and how their files are known."""

from trainer.contract.text import Text
from trainer.datasets.dataset import Origin
from trainer.datasets.known import KnownDataset, KnownFile

SPOKEN_DIGITS = KnownDataset(
    origin=Origin(
        "spoken-digits", "CC BY-SA 4.0", "share-alike", "https://github.com/Jakobovski/free-spoken-digit-dataset"
    ),
    title=Text("Spoken digits (Free Spoken Digit Dataset)", "口语数字（Free Spoken Digit Dataset）"),
    summary=Text(
        "2,500 recordings of English digits by five speakers at 8 kHz, collected by Zohar Jackson and others; numbers "
        "0 to 4 of each digit and speaker are for testing.",
        "五位说话人的 2,500 段英语数字录音（8 kHz），由 Zohar Jackson 等收集；"
        "每位说话人每个数字的第 0 到 4 段用于测试。",
    ),
    counts={"train": 2_000, "validation": 250, "test": 250},
    files=(
        # Size and SHA-256 as in https://github.com/tensorflow/datasets (spoken_digit/checksums.tsv).
        KnownFile(
            "v1.0.9.tar.gz",
            11_975_353,
            "",
            "8bc44cde129d505cbbb6b365c09f80c663f2aa77578afc634e6141a2f87100c0",
            checksums_of="file",
        ),
    ),
    mirrors=("https://github.com/Jakobovski/free-spoken-digit-dataset/archive/",),
    kind="labelled-sounds",
)

SOUNDS = (SPOKEN_DIGITS,)
