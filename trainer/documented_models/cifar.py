"""What the models of CIFAR-10 have in common."""

from trainer.contract.text import Text

DATA, STAND_IN = "cifar10", "cifar10-jpeg"
STEP = "square-32"
LICENCE = "none stated (CIFAR-10); research only"

LIMITATIONS = Text(
    "Knows ten kinds of things as they are in CIFAR-10: one thing that fills the picture. It looks at 32x32 pixels of "
    "the picture's middle and always gives one of its ten answers; some of the wrong ones are marked as unsure.",
    "只认识 CIFAR-10 的十类事物，且物体应占满画面。它只看图片中央缩小到 32x32 像素的内容，"
    "总会给出十个答案之一；部分错误答案会标为“不确定”。",
)
