"""How models are spoken of: figures with their unit and origin, sizes, dates, states."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_app.services.model_library import LibraryModel
from desktop_app.ui.language import Language
from desktop_app.ui.widgets.badge import BadgeKind
from desktop_app.ui.widgets.model_picker import ModelChoice
from trainer.catalog import CATALOG
from trainer.contract.card import Metric, ModelCard, Task
from trainer.contract.titles import data_title

TASK_ICONS: dict[Task, str] = {
    "image-classification": "classify",
    "unconditional-image-generation": "generate",
    "image-to-image": "morph",
    "text-classification": "classify",
    "audio-classification": "sound",
    "text-to-audio": "sound",
    "text-generation": "write",
    "translation": "translate",
}
TASK_PAGES: dict[Task, str] = {
    "image-classification": "classify",
    "unconditional-image-generation": "generate",
    "image-to-image": "generate",
    "text-classification": "classify",
    "audio-classification": "classify",
    "text-to-audio": "generate",
    "text-generation": "write",
    "translation": "translate",
}
MEGABYTE = 1_000_000
PART_OF = "of "  # how the unit of "10 of 20" begins
TEST_OF = "test of "
"""How the test part of one of several data sets is called."""
FIRST_CHINESE = "\u2e80"
NO_BREAK = "\u00a0"  # a space at which no line ends

translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def task_text(task: Task) -> str:
    """What a model that does `task` is good for."""
    return {
        "image-classification": translate("ModelTexts", "Classifies pictures"),
        "unconditional-image-generation": translate("ModelTexts", "Generates pictures"),
        "image-to-image": translate("ModelTexts", "Rebuilds pictures"),
        "text-classification": translate("ModelTexts", "Classifies texts"),
        "audio-classification": translate("ModelTexts", "Classifies sounds"),
        "text-to-audio": translate("ModelTexts", "Speaks"),
        "text-generation": translate("ModelTexts", "Writes texts"),
        "translation": translate("ModelTexts", "Translates texts"),
    }[task]


def title_of(model: LibraryModel, language: Language) -> str:
    """The title on the card; the person's own models say so, with their name where it is not the usual one."""
    card = model.entry.card
    if card is None:
        return model.entry.path.name
    title = language.pick(card.title)
    if model.entry.name != card.name:
        return translate("ModelTexts", "{title} ({name})").format(title=title, name=model.entry.name)
    return translate("ModelTexts", "{title} (mine)").format(title=title) if model.entry.origin == "mine" else title


def short_name(model: LibraryModel) -> str:
    """The name of a model in running text: the full id unless it is a shipped one, which a bare name means."""
    return model.entry.name if model.entry.origin == "shipped" else model.id


def main_metric(card: ModelCard) -> Metric | None:
    """The figure that the catalog expects of this model, else the first one on the card."""
    model = CATALOG.get(card.training.documented_model)
    wanted = model.expected_metric if model else ""
    return next((each for each in card.metrics if each.name == wanted), card.metrics[0] if card.metrics else None)


def metric_value(metric: Metric, language: Language) -> str:
    """The figure with its unit, such as "99.52 %" or "97.6 nats"."""
    return figure(metric.value, metric.unit, language)


def baseline_value(metric: Metric, language: Language) -> str:
    """The baseline's figure in the same unit; empty where there is none."""
    return "" if metric.baseline is None else figure(metric.baseline, metric.unit, language)


def baseline_title(metric: Metric, language: Language) -> str:
    """What the baseline is."""
    return language.pick(metric.baseline_title) if metric.baseline_title else metric.baseline_name


def note_text(metric: Metric, language: Language) -> str:
    """What is to be known about the figure; cards of earlier versions have it in English alone."""
    return language.pick(metric.note_text) if metric.note_text else metric.note


def figure(value: float, unit: str, language: Language) -> str:
    """A number with its unit: shares in percent, ratios bare, everything else as the unit says."""
    if unit == "share":
        return f"{language.number(value * 100, 2)}{NO_BREAK}%"
    number = language.number(value, decimals_of(value))
    if unit.startswith(PART_OF):
        text = translate("ModelTexts", "{part} of {whole}", "such as: 10 of 20").format(
            part=number, whole=unit.removeprefix(PART_OF)
        )
        return text.replace(" ", NO_BREAK)
    return number if unit in ("ratio", "") else f"{number}{NO_BREAK}{unit}"


def decimals_of(value: float) -> int:
    """How many decimals show about three significant digits."""
    size = abs(value)
    if size == round(size):
        return 0
    return 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3


def measured_on(metric: Metric, language: Language) -> str:
    """Where the figure comes from: data, split and number of samples."""
    data = language.pick(data_title(metric.data))
    split = split_text(metric.split)
    if of_part := metric.split.removeprefix(TEST_OF) if metric.split.startswith(TEST_OF) else "":
        split = translate("ModelTexts", "test set of {data}").format(data=language.pick(data_title(of_part)))
    text = translate("ModelTexts", "{data} {split}, n = {count}")
    if data[-1:] >= FIRST_CHINESE and split[:1] >= FIRST_CHINESE:
        text = text.replace("{data} ", "{data}")  # no space between two Chinese words
    return unbroken(text.format(data=data, split=split, count=language.number(metric.n)))


def unbroken(text: str) -> str:
    """`text`, in which no line ends inside "n = 10,000"."""
    return text.replace(" = ", f"{NO_BREAK}={NO_BREAK}")


def in_sentence(title: str) -> str:
    """A title as it stands inside a sentence: small first letter, unless it is an abbreviation."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def split_text(split: str) -> str:
    """A part of a data set in words."""
    words = {
        "train": translate("ModelTexts", "training set"),
        "validation": translate("ModelTexts", "validation set"),
        "test": translate("ModelTexts", "test set"),
        "held out, one in ten": translate("ModelTexts", "held out, one in ten"),
        "held out, one picture in ten": translate("ModelTexts", "held out, one picture in ten"),
        "sample test, drawn from training pictures": translate(
            "ModelTexts", "sample test, drawn from training pictures"
        ),
    }
    return words.get(split, split)


def size_text(size: int, language: Language) -> str:
    """Bytes as megabytes."""
    megabytes = size / MEGABYTE
    if megabytes < 0.05:
        return f"{max(1, size // 1000)} kB"
    return f"{language.number(megabytes, 1 if megabytes < 100 else 0)} MB"


def date_text(seconds: float) -> str:
    """A moment as a short date: the time for today, the day otherwise."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    if moment.date() == QDateTime.currentDateTime().date():
        time = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
        return translate("ModelTexts", "today, {time}").format(time=time)
    form = translate("ModelTexts", "d MMM yyyy", "the form of a date, as QLocale takes it")
    return QLocale().toString(moment.date(), form)


def state_badge(model: LibraryModel, verifying: bool = False) -> tuple[BadgeKind, str]:
    """Kind and word of the badge that says whether the file was verified."""
    if model.entry.error is not None:
        return "bad", translate("ModelTexts", "Broken")
    if verifying:
        return "plain", translate("ModelTexts", "Checking")
    states: dict[str, tuple[BadgeKind, str]] = {
        "verified": ("ok", translate("ModelTexts", "Verified")),
        "failed": ("bad", translate("ModelTexts", "Check failed")),
        "unchecked": ("warn", translate("ModelTexts", "Not checked")),
    }
    return states[model.state]


def origin_text(model: LibraryModel) -> str:
    """Where the file comes from."""
    if model.entry.origin == "shipped":
        return translate("ModelTexts", "Shipped")
    return translate("ModelTexts", "Trained here") if model.is_known else translate("ModelTexts", "Imported")


def model_choice(model: LibraryModel, language: Language) -> ModelChoice:
    """The model as the picker shows it: what matters most first, since the line may be cut."""
    card = model.entry.card
    parts = [state_badge(model)[1]]
    metric = main_metric(card) if card else None
    if metric is not None:
        parts.append(
            translate("ModelTexts", "{value} {metric}").format(
                value=metric_value(metric, language), metric=in_sentence(language.pick(metric.title))
            )
        )
    parts.append(size_text(model.entry.size, language))
    return ModelChoice(model.id, title_of(model, language), " · ".join(parts))
