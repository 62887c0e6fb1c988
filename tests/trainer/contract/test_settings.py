"""Settings are declared once; forms, checks and messages derive from the declaration."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainer.catalog import CATALOG
from trainer.contract.errors import WorkshopError
from trainer.contract.hyperparameters import (
    AdversarialHyperparameters,
    ClassifierHyperparameters,
    PhotographClassifierHyperparameters,
    VariationalHyperparameters,
)
from trainer.contract.settings import check_value, field_specs, parse_settings

KINDS = (
    ClassifierHyperparameters,
    PhotographClassifierHyperparameters,
    VariationalHyperparameters,
    AdversarialHyperparameters,
)
NAMES = [spec.name for spec in field_specs(ClassifierHyperparameters)]
VALUES = st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none())


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_is_explained_and_its_default_accepted(kind) -> None:
    for spec in field_specs(kind):
        assert all((spec.title.en, spec.title.zh, spec.help.en, spec.help.zh))
        assert check_value(spec, spec.default) == spec.default


@pytest.mark.parametrize("model", CATALOG.values(), ids=lambda model: model.name)
def test_every_preset_lies_in_the_ranges(model) -> None:
    for preset in model.presets.values():
        for spec in field_specs(type(preset.hyperparameters)):
            check_value(spec, getattr(preset.hyperparameters, spec.name))


def test_texts_are_read_as_the_type_of_the_field() -> None:
    changed = parse_settings(
        AdversarialHyperparameters(),
        {"epochs": "7", "learning_rate": "3e-4", "spectral_normalisation": "yes", "optimiser": "sgd"},
    )
    assert (changed.epochs, changed.learning_rate, changed.spectral_normalisation) == (7, 3e-4, True)
    assert changed.optimiser == "sgd"


def test_all_mistakes_are_reported_at_once() -> None:
    with pytest.raises(WorkshopError) as caught:
        parse_settings(ClassifierHyperparameters(), {"epochs": "0", "nonsense": 1, "optimiser": "magic", "ema": "nan"})
    message = caught.value.message.en
    assert caught.value.kind == "invalid-setting"
    for word in ("epochs", "from 1 to 10000", "nonsense", "magic", "adamw", "ema"):
        assert word in message


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5))
def test_any_value_is_taken_or_named(changes) -> None:
    try:
        parsed = parse_settings(ClassifierHyperparameters(), changes)
    except WorkshopError as error:
        assert any(name in error.message.en for name in changes)
    else:
        for spec in field_specs(type(parsed)):
            check_value(spec, getattr(parsed, spec.name))
