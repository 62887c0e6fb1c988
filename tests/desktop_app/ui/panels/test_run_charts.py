import msgspec
import numpy as np
import pytest

from desktop_app.ui.panels.run_charts import RunCharts, seconds_at
from desktop_app.ui.panels.run_series import LOSS_PLACES, parted_names, series_of
from desktop_app.ui.panels.run_texts import best_figure, epoch_of, figure_text, is_training, seconds_left
from tests.helpers.transcripts import GOLDEN_EVENTS, TRANSCRIPTS
from trainer.contract.events import EpochEnded, Phase, Progress, ScalarSpec, decode_event
from trainer.contract.run_history import RunHistory, read_history
from trainer.contract.text import Text


@pytest.fixture
def charts(qtbot, theme, language):
    made = RunCharts(theme, language)
    qtbot.addWidget(made)
    return made


def history_of(name: str) -> RunHistory:
    return read_history(GOLDEN_EVENTS / f"{name}.jsonl")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_every_transcript_can_be_drawn(charts, name):
    charts.show_history(history_of(name))
    charts.resize(800, 300)
    assert not charts.grab().isNull()


def test_growing_and_read_at_once_come_to_the_same(charts, qtbot, theme, language):
    lines = (GOLDEN_EVENTS / "resumed.jsonl").read_bytes().splitlines()
    growing = RunHistory()
    for line in lines:
        growing.add([decode_event(line)])
        charts.show_history(growing)
    whole = RunCharts(theme, language)
    qtbot.addWidget(whole)
    whole.show_history(history_of("resumed"))
    for chart, other, key in (
        (charts.loss, whole.loss, "training_loss"),
        (charts.loss, whole.loss, "validation_loss"),
        (charts.quality, whole.quality, "validation_accuracy"),
    ):
        for axis in ("step", "epoch", "time"):
            np.testing.assert_array_equal(chart.curve(key).x(axis), other.curve(key).x(axis))
        np.testing.assert_allclose(chart.curve(key).smoothed(), other.curve(key).smoothed())
    assert list(charts.loss.curve("training_loss").x("step")) == list(range(1, 129)), "dropped points are gone"


def test_shares_are_percent_and_the_expected_result_is_drawn(charts):
    charts.show_history(history_of("good-classifier"))
    assert charts.quality.curve("validation_accuracy").values()[-1] == pytest.approx(93.25)
    assert charts.quality.plot()._item.view.reference == 99.5
    assert charts.quality.plot()._item.view.reference_text == "expected 99.50 %"


def test_losses_that_are_no_numbers_leave_a_gap(charts):
    charts.show_history(history_of("failed-not-a-number"))
    values = charts.loss.curve("training_loss").values()
    assert np.isnan(values[-1])
    assert np.isfinite(values[:44]).all()


def test_another_run_begins_anew(charts):
    charts.show_history(history_of("good-classifier"))
    charts.show_history(history_of("good-adversarial"))
    assert set(charts.loss._curves) == {"generator_loss", "discriminator_loss"}


def test_names_change_with_the_language(charts, language):
    charts.show_history(history_of("good-adversarial"))
    language.choose("zh_CN")
    charts.retranslate()
    assert "生成器" in charts.loss.legend_text()
    assert len(charts.loss.curve("generator_loss")) == 320


def test_no_two_series_look_alike():
    specs = [
        ScalarSpec(name=f"s{number}", title=Text("t", "t"), every=every, chart="loss")
        for number, every in enumerate(("step", "epoch", "step", "epoch"))
    ]
    places = [series.place for series in series_of(specs, ["a", "b", "c", "d"], LOSS_PLACES)]
    assert sorted(places) == [1, 2, 3, 4]
    assert places[:2] == [1, 2], "training is blue, validation vermilion"


def test_names_are_parted_into_what_they_share_and_what_tells_them_apart():
    assert parted_names(["Loss, training", "Loss, validation"]) == ("Loss", ["Training", "Validation"])
    assert parted_names(["损失，训练", "损失，验证"]) == ("损失", ["训练", "验证"])
    assert parted_names(["Generator", "Discriminator"]) == ("", ["Generator", "Discriminator"])
    assert parted_names(["Loss, training", "KL, training"]) == ("", ["Loss", "KL"])
    assert parted_names(["Accuracy, validation"]) == ("Accuracy", ["Validation"])


def test_charts_are_called_what_they_show(charts):
    charts.show_history(history_of("good-classifier"))
    assert charts.loss.title() == "Loss, nats"
    assert charts.quality.title() == "Accuracy, %"
    assert charts.quality.legend_text().startswith("Validation ")


def variational_history(chart_of_divergence: str) -> RunHistory:
    """A run as the recipe of the VAE describes itself, now and before the divergence was counted among the losses."""
    nats = {"unit": "nats", "every": "epoch"}
    scalars = [
        ScalarSpec(name="training_loss", title=Text("-ELBO, training", "-ELBO，训练"), unit="nats"),
        ScalarSpec(name="kl", title=Text("KL, training", "KL，训练"), unit="nats", chart=chart_of_divergence),
        ScalarSpec(name="validation_loss", title=Text("-ELBO, validation", "-ELBO，验证"), **nats),
        ScalarSpec(name="validation_error", title=Text("Reconstruction, validation", "重建误差，验证"), **nats),
        ScalarSpec(name="validation_kl", title=Text("KL, validation", "KL，验证"), chart=chart_of_divergence, **nats),
    ]
    history = history_of("good-classifier")
    started = msgspec.structs.replace(history.started, documented_model="digits-vae", scalars=scalars)
    epoch = {"validation_loss": 105.0, "validation_error": 80.0, "validation_kl": 25.0}
    history.add([started, EpochEnded(epoch=1, step=32, values=epoch, is_best=True)])
    return history


@pytest.mark.parametrize("chart_of_divergence", ["loss", "quality"])
def test_a_divergence_is_a_part_of_the_loss_and_no_quality(charts, chart_of_divergence):
    charts.show_history(variational_history(chart_of_divergence))
    assert charts.loss.title() == "-ELBO, nats"
    assert charts.quality.title() == "Parts of the loss, nats"
    assert charts.quality.legend_text() == "Reconstruction –, KL –"
    assert charts.quality.curve("validation_kl").values() == [25.0]


def test_time_is_read_between_the_ticks_of_the_clock():
    history = history_of("good-classifier")
    seconds = seconds_at(history.clock, np.array([4, 6, 8]))
    assert seconds[1] == pytest.approx((seconds[0] + seconds[2]) / 2)
    assert list(seconds_at(RunHistory().clock, np.array([1, 2]))) == [0, 0]


def test_figures_have_units(language):
    assert figure_text(0.9325, "share", language) == "93.25 %"
    assert figure_text(97.63, "nats", language) == "97.63 nats"
    assert figure_text(None, "nats", language) == "–"
    assert best_figure(history_of("good-classifier"), language) == ("Accuracy, validation", "93.25 %")
    assert best_figure(RunHistory(), language)[1] == "–"


def test_epochs_are_counted_as_people_do():
    lines = (GOLDEN_EVENTS / "good-classifier.jsonl").read_bytes().splitlines()
    history, seen = RunHistory(), []
    for line in lines:
        history.add([decode_event(line)])
        seen.append(epoch_of(history))
    assert seen[0] == 0
    assert sorted(seen) == seen
    assert set(seen) == {0, 1, 2, 3, 4}
    assert epoch_of(history_of("stopped")) == 3


def test_time_left_is_told_of_steps_alone():
    history = history_of("stopped")
    history.phase = Phase(name="training", title=Text("t", "t"))
    assert is_training(history)
    assert seconds_left(history) == history.progress.seconds_left
    history.phase = Phase(name="evaluating", title=Text("e", "e"))
    assert seconds_left(history) is None


HEALTH_SCALARS = [
    ScalarSpec(name=name, title=Text(*title), unit="share", chart="health", every=every)
    for name, title, every in (
        ("discriminator_accuracy", ("Discriminator right", "判别器正确率"), "step"),
        ("gradient_share", ("Generator's part of the gradients", "生成器梯度占比"), "step"),
        ("classes_covered", ("Classes covered", "覆盖的类别"), "epoch"),
        ("variety", ("Variety, against real", "多样性（相对真实图片）"), "epoch"),
    )
]


def health_history() -> RunHistory:
    """A run of an adversarial network as its recipe announces it, 40 steps of 4 epochs."""
    history = history_of("good-adversarial")
    started = msgspec.structs.replace(
        history.started, scalars=[*history.started.scalars, *HEALTH_SCALARS], total_epochs=4, steps_per_epoch=10
    )
    made = RunHistory()
    made.add([started])
    for epoch in range(1, 5):
        steps = range(10 * epoch - 9, 10 * epoch + 1)
        points = {spec.name: [(step, 0.6) for step in steps] for spec in started.scalars if spec.every == "step"}
        progress = Progress(
            step=10 * epoch, epoch=epoch - 1, samples_per_second=1.0, seconds_left=1.0, elapsed=float(epoch),
            learning_rate=0.1, points=points,
        )  # fmt: skip
        values = {spec.name: 0.9 for spec in started.scalars if spec.every == "epoch"}
        made.add([progress, EpochEnded(epoch=epoch, step=10 * epoch, values=values, is_best=True)])
    return made


def test_health_has_a_chart_of_its_own_where_there_is_any(charts, language):
    charts.show_history(history_of("good-classifier"))
    assert charts._health_card.isHidden()
    charts.show_history(health_history())
    assert not charts._health_card.isHidden()
    assert charts.health.keys() == ["discriminator_accuracy", "gradient_share", "classes_covered", "variety"]
    assert charts.health.curve("discriminator_accuracy").values()[-1] == pytest.approx(60.0)
    assert charts.quality.keys() == ["feature_distance"]
    language.choose("zh_CN")
    charts.retranslate()
    assert "判别器正确率" in charts.health.legend_text()
    charts.show_history(history_of("good-classifier"))
    assert charts._health_card.isHidden()
