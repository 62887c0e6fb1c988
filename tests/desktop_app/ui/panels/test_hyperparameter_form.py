import msgspec
import pytest
from PySide6.QtCore import Qt

from desktop_app.ui.panels.hyperparameter_form import CHOICE_TITLES, HyperparameterForm, defaults_of, step_of
from trainer.catalog import CATALOG
from trainer.contract.settings import field_specs, parse_settings


@pytest.fixture
def form(qtbot, theme, language):
    made = HyperparameterForm(theme, language)
    qtbot.addWidget(made)
    return made


def show(form: HyperparameterForm, model: str = "digits-cnn", preset: str = "quick"):
    hyperparameters = CATALOG[model].presets[preset].hyperparameters
    form.show_defaults(defaults_of(hyperparameters, threads=1), type(hyperparameters))
    form.complete()
    return hyperparameters


def test_rows_come_a_few_at_a_time_and_missing_ones_have_their_default(qtbot, form):
    hyperparameters = CATALOG["digits-cnn"].presets["quick"].hyperparameters
    form.show_defaults(defaults_of(hyperparameters, threads=1), type(hyperparameters))
    assert not form.is_complete()
    assert form.values() == msgspec.structs.asdict(hyperparameters) | {"threads": 1}
    qtbot.waitUntil(form.is_complete)
    assert form.changes() == {}


@pytest.mark.parametrize(("model", "preset"), [(name, each) for name in CATALOG for each in CATALOG[name].presets])
def test_every_preset_is_accepted_as_it_stands(form, model, preset):
    hyperparameters = show(form, model, preset)
    assert form.changes() == {}
    assert not form.invalid_rows()
    assert form.values() == msgspec.structs.asdict(hyperparameters) | {"threads": 1}
    assert parse_settings(hyperparameters, form.values()) is not None


def test_a_change_is_marked_and_its_badge_puts_the_default_back(qtbot, form):
    show(form)
    row = form.row("epochs")
    row.set_setting(9)
    assert form.changes() == {"epochs": 9}
    assert row.is_marked_changed()
    row.show()
    qtbot.mouseClick(row._badge, Qt.MouseButton.LeftButton)
    assert form.changes() == {}
    assert not row.is_marked_changed()


@pytest.mark.parametrize(
    ("name", "text"), [("epochs", "0"), ("epochs", "2.5"), ("learning_rate", "eleven"), ("l2", "7")]
)
def test_what_is_out_of_range_is_told_in_place(form, name, text):
    show(form)
    row = form.row(name)
    row.control.lineEdit().setText(text)
    assert form.invalid_rows() == [row]
    assert "is needed" in row.control.accessibleDescription()
    row.reset()
    assert not form.invalid_rows()


def test_help_names_range_and_default(form):
    show(form)
    assert form.row("epochs").control.accessibleDescription().endswith("1 to 10,000; default 4.")
    assert form.row("optimiser").control.accessibleDescription().endswith("Default: AdamW.")


def test_changes_outlive_another_preset(form):
    show(form)
    form.row("epochs").set_setting(7)
    show(form, preset="best")
    assert form.changes() == {"epochs": 7}
    assert form.value("ema") == 0.999, "what was not changed follows the preset"
    form.reset()
    assert form.value("epochs") == CATALOG["digits-cnn"].presets["best"].hyperparameters.epochs


def test_another_kind_of_model_brings_its_own_rows(form):
    show(form)
    form.row("epochs").set_setting(7)
    show(form, "digits-gan")
    assert form.changes() == {}
    form.row("spectral_normalisation").control.click()
    assert form.changes() == {"spectral_normalisation": True}
    with pytest.raises(KeyError):
        form.row("label_smoothing")


def test_both_languages_have_every_title(form, language):
    show(form)
    language.choose("zh_CN")
    form.retranslate()
    assert form.row("epochs").control.accessibleName() == "轮次"
    choices = {str(c) for m in CATALOG.values() for p in m.presets.values()
               for spec in field_specs(type(p.hyperparameters)) for c in spec.choices}  # fmt: skip
    assert choices - set(CHOICE_TITLES) <= {"float32", "bfloat16", "float16"}


def test_every_control_is_reached_by_keys_and_named(form):
    show(form)
    for name in form.values():
        control = form.row(name).control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, name
        assert control.accessibleName(), name


@pytest.mark.parametrize(
    ("name", "start", "up", "down"),
    [("batch_size", 128, 256, 64), ("l2", 0.0, 0.0001, 0.0), ("learning_rate", 0.003, 0.005, 0.002)],
)
def test_steps_suit_the_setting(form, name, start, up, down):
    show(form)
    control = form.row(name).control
    for clicks, wanted in ((1, up), (-1, down)):
        control.set_value(start)
        control.stepBy(clicks)
        assert control.value() == pytest.approx(wanted)


def test_decay_rates_move_by_hundredths():
    assert step_of(whole=False, logarithmic=False, maximum=0.99999) == 0.01
    assert step_of(whole=False, logarithmic=False, maximum=45.0) == 1.0


def test_a_setting_of_text_is_a_line_to_write_in(form):
    show(form)
    row = form.row("start_from")
    row.control.setText(" mine/digits-cnn ")
    assert form.changes() == {"start_from": "mine/digits-cnn"}
    assert row.is_marked_changed()
    row.reset()
    assert form.changes() == {}
    assert row.control.accessibleDescription().endswith("empty starts anew.")


def test_a_folder_is_a_line_with_a_button(form, language, tmp_path):
    show(form, "bert-classifier")
    row = form.row("checkpoint")
    row.control.ask_for_folder = lambda parent, title: str(tmp_path)
    row.control.browse.click()
    assert form.changes() == {"checkpoint": str(tmp_path)}
    assert row.is_marked_changed()
    row.reset()
    assert form.changes() == {}
    language.choose("zh_CN")
    form.retranslate()
    assert row.control.field.accessibleName() == "预训练检查点"
