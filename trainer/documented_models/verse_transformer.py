"""A decoder-only Transformer that writes Chinese verse."""

from trainer.contract.hyperparameters import WritingTransformerHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import writing
from trainer.documented_models.entry import DocumentedModel, Preset

MODEL = DocumentedModel(
    name="verse-transformer",
    title=Text("Transformer that writes verse", "Transformer 填词"),
    summary=Text(
        "Writes poems after those of the Song dynasty: a tune, a name and lines, from any beginning.",
        "仿宋词填词：从任意开头写出词牌、作者与词句。",
    ),
    limitations=Text(
        "Metre and rhyme are often missed, and authors are made up: no line is by the poet whose name it writes.",
        "常有不合格律、失韵之处；署名亦为虚构，词句并非该作者所作。",
    ),
    network="text_transformer",
    recipe="language_modelling",
    tasks=("text-generation",),
    data="song-ci",
    sample_data="",
    data_kind="running-text",
    presets={
        "quick": Preset(
            hyperparameters=WritingTransformerHyperparameters(
                epochs=2,
                **writing.TRANSFORMER,
                vocabulary=4096,
                context=128,
                width=128,
                layers=3,
            ),
            parameters=1_116_096,
            note=Text("Lines of the right lengths in about two minutes.", "约两分钟学会句式长短。"),
        ),
        "best": Preset(
            hyperparameters=WritingTransformerHyperparameters(
                epochs=30,
                **writing.TRANSFORMER,
                vocabulary=6000,
                context=128,
                width=256,
                layers=4,
                dropout=0.3,
            ),
            note=writing.BEST_NOTE,
        ),
    },
    parameters=4_315_904,
    expected=4.2,
    expected_metric="nats_per_character",
    expected_text=Text("4.2 nats a character is aimed at; not tried yet", "目标每字符不超过 4.2 nat，尚未验证"),
    baseline=writing.BASELINE,
    source_title="Radford and others 2019, Language Models are Unsupervised Multitask Learners",
    source="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf",
    article=Text(
        "The articles name poems among what such a network could write, and train none.",
        "各篇文章提到此类网络可以写诗，但都没有训练。",
    ),
    weights_licence="MIT",
    licence_class="free",
)
