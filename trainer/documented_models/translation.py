"""What the entries of models that translate have in common."""

from trainer.contract.text import Text

BLEU = "bleu"
BASELINE = "nearest training sentence"
EN_DE_LIMITS = Text(
    "Knows the words of 29,000 captions of everyday pictures, in sentences of about a dozen words. Anything else comes "
    "out as a caption, fluent and wrong.",
    "只认识 29,000 条日常图片说明中的词语，句长约十几个词。其他内容会被译成通顺却错误的图片说明。",
)
MULTI30K_LICENCE = "non-commercial research and education, as its readme says"
