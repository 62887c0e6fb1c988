"""The facts of a model in words, group by group, as its detail in the library shows them."""

from PySide6.QtCore import QCoreApplication

from desktop_app.services.model_library import LibraryModel
from desktop_app.services.variant_speeds import FASTER, helps
from desktop_app.ui.language import Language
from desktop_app.ui.panels.model_texts import (
    baseline_title,
    baseline_value,
    date_text,
    figure,
    measured_on,
    metric_value,
    note_text,
    origin_text,
    size_text,
    split_text,
    task_text,
    unbroken,
)
from desktop_app.ui.panels.translation_languages import direction_text
from trainer.contract.card import Metric, ModelCard, TensorSpec, variant_of
from trainer.contract.metric_explanations import EXPLANATIONS, explanation_name
from trainer.contract.titles import data_title

Facts = list[tuple[str, str]]
translate = QCoreApplication.translate  # under this name the tool that collects texts finds them


def result_facts(card: ModelCard, language: Language) -> Facts:
    """Every figure with its data, number of samples, baseline and note."""
    return [(language.pick(metric.title), _metric_text(metric, language)) for metric in card.metrics]


def meaning_text(card: ModelCard, language: Language) -> str:
    """What the figures mean, a paragraph for each kind of figure."""
    meanings: dict[str, str] = {}
    for metric in card.metrics:
        name = explanation_name(metric.name)
        if name is not None and name not in meanings:
            meanings[name] = translate("ModelFacts", "{name}: {value}").format(
                name=language.pick(metric.title), value=language.pick(EXPLANATIONS[name])
            )
    return "\n".join(meanings.values())


def provenance_facts(card: ModelCard, language: Language) -> Facts:
    """Data, source, settings, licences."""
    record, provenance = card.training, card.provenance
    data = language.pick(data_title(provenance.data))
    counts = ", ".join(f"{split_text(name)} {language.number(n)}" for name, n in provenance.counts.items())
    run = translate("ModelFacts", "{epochs} epochs, {steps} steps, {seconds} s on {device}").format(
        epochs=language.number(record.epochs),
        steps=language.number(record.steps),
        seconds=language.number(record.seconds),
        device=record.device,
    )
    settings = translate("ModelFacts", "preset {preset}, seed {seed}, threads {threads}")
    settings = settings.format(preset=record.preset, seed=record.seed, threads=record.threads)
    return [
        (translate("ModelFacts", "Trained"), provenance.date),
        (translate("ModelFacts", "Data"), f"{data}: {counts}" if counts else data),
        (translate("ModelFacts", "Source"), provenance.source_title),
        (translate("ModelFacts", "Link"), provenance.source),
        (translate("ModelFacts", "Run"), run),
        (translate("ModelFacts", "Settings"), settings),
        (translate("ModelFacts", "Parameters"), language.number(record.parameters)),
        (translate("ModelFacts", "Software"), ", ".join(f"{k} {v}" for k, v in provenance.versions.items())),
    ]


def licence_facts(card: ModelCard) -> Facts:
    """The licences, and what they ask of whoever passes the file on."""
    classes = {
        "free": translate("ModelFacts", "free to pass on"),
        "attribution": translate("ModelFacts", "pass on with the authors' names"),
        "share-alike": translate("ModelFacts", "pass on with names, under the same licence"),
        "research": translate("ModelFacts", "for research only"),
    }
    return [
        (translate("ModelFacts", "Weights"), card.licence.weights),
        (translate("ModelFacts", "Data"), card.licence.data),
        (translate("ModelFacts", "Code"), card.licence.code),
        (translate("ModelFacts", "Means"), classes[card.licence.licence_class]),
    ]


def export_facts(card: ModelCard, language: Language) -> Facts:
    """What the export was compared with, and how far it differed."""
    parity = card.parity
    sizes = ", ".join(language.number(size) for size in parity.batch_sizes)
    differs = translate("ModelFacts", "by {difference} at most; {tolerance} is allowed")
    differs = differs.format(difference=f"{parity.largest_difference:.1e}", tolerance=f"{parity.tolerance:.0e}")
    return [
        (translate("ModelFacts", "Compared"), parity.compared),
        (translate("ModelFacts", "Batches of"), sizes),
        (translate("ModelFacts", "Differs"), differs),
    ]


def variant_facts(model: LibraryModel, language: Language) -> Facts:
    """Of which model this is a smaller file, how it was made, and what that has changed; nothing for other models."""
    variant = variant_of(model.entry.card) if model.entry.card else None
    if variant is None:
        return []
    size = translate("ModelFacts", "{size} in place of {original}").format(
        size=size_text(variant.bytes, language), original=size_text(variant.original_bytes, language)
    )
    speed = translate("ModelFacts", "{times} times as fast on {processor}, {threads} threads").format(
        times=language.number(variant.times_faster, 2), processor=variant.processor, threads=variant.threads
    )
    facts = [
        (translate("ModelFacts", "Made of"), variant.of_name),
        (translate("ModelFacts", "Here"), speed_here_text(model, language)),
        (translate("ModelFacts", "Size"), size),
        (translate("ModelFacts", "How"), language.pick(variant.method)),
        (translate("ModelFacts", "At export"), speed),
    ]
    for metric in model.entry.usable_card().metrics:
        if metric.name in variant.original_metrics:
            text = translate("ModelFacts", "{value} in place of {original}").format(
                value=metric_value(metric, language),
                original=figure(variant.original_metrics[metric.name], metric.unit, language),
            )
            facts.append((language.pick(metric.title), text))
            break  # the first is the one that counts; the others are among the results
    return facts


def speed_here_text(model: LibraryModel, language: Language) -> str:
    """How fast a smaller file is on this computer, and which one is used by default."""
    faster = model.faster
    if faster is None:
        return translate("ModelFacts", "not measured yet; the original is used by default")
    if helps(model.entry.usable_card(), faster):
        return translate("ModelFacts", "{times} times faster here").format(times=language.number(faster, 1))
    if faster >= FASTER:
        text = translate("ModelFacts", "{times} times faster here, but less exact; the original is used by default")
        return text.format(times=language.number(faster, 1))
    if faster > 1 / FASTER:
        return translate("ModelFacts", "as fast as the original here; the original is used by default")
    return translate("ModelFacts", "slower here; the original is used by default")


def file_facts(model: LibraryModel, language: Language) -> Facts:
    """Name, size, inputs and outputs, SHA-256."""
    entry, card = model.entry, model.entry.card
    names = ", ".join(path.name for path in entry.files)
    facts = [
        (translate("ModelFacts", "Id"), model.id),
        (translate("ModelFacts", "Origin"), origin_text(model)),
        (translate("ModelFacts", "Files"), names),
        (translate("ModelFacts", "Size"), size_text(entry.size, language)),
        (translate("ModelFacts", "Changed"), date_text(entry.modified)),
    ]
    if card is not None:
        facts += [
            (translate("ModelFacts", "Does"), ", ".join(task_text(task) for task in card.tasks)),
            (translate("ModelFacts", "Translates"), direction_text(card)),
            (translate("ModelFacts", "Reads"), _tensors_text(card.inputs)),
            (translate("ModelFacts", "Gives"), _tensors_text(card.outputs)),
        ]
    grouped = " ".join(model.sha256[start : start + 8] for start in range(0, len(model.sha256), 8))
    return [*facts, ("SHA-256", grouped)]


def _metric_text(metric: Metric, language: Language) -> str:
    text = translate("ModelFacts", "{value} ({origin})").format(
        value=metric_value(metric, language), origin=measured_on(metric, language)
    )
    if baseline := baseline_value(metric, language):
        beside = translate("ModelFacts", "{name}: {value}").format(
            name=baseline_title(metric, language), value=baseline
        )
        text += f"\n{beside}"
    if note := note_text(metric, language):
        text += f"\n{note}"
    return unbroken(text)


def _tensors_text(specs: tuple[TensorSpec, ...]) -> str:
    return ", ".join(f"{spec.name} {spec.type} [{', '.join(map(str, spec.shape))}]" for spec in specs)
