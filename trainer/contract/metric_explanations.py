"""What each figure of a card means, in a sentence for people who do not know it. Loads nothing but the texts."""

from trainer.contract.text import Text


def explanation_name(metric: str) -> str | None:
    """The name in `EXPLANATIONS` under which a metric is explained: its own, or that of its family; None for others.

    A family's metrics begin with its name: `anomaly_auc_letters` is of `anomaly_auc`.
    """
    parts = metric.split("_")
    names = ("_".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in EXPLANATIONS), None)


EXPLANATIONS: dict[str, Text] = {
    "accuracy": Text(
        "The share of pictures, texts or recordings whose likeliest label is the right one.",
        "最可能的标签正是正确标签的图片、文本或录音所占比例。",
    ),
    "balanced_accuracy": Text(
        "The share of right answers of each label, averaged over all labels, so that a rare one counts as much as any "
        "other.",
        "先分别计算每个标签的正确率，再对所有标签取平均，少见的标签同样重要。",
    ),
    "lowest_speaker_accuracy": Text(
        "The share of right answers for the speaker who is understood worst.",
        "识别效果最差的那位说话人的正确率。",
    ),
    "smallest_f1": Text(
        "F1 weighs how many examples of a label are found against how many answers with that label are right; "
        "this is the label that fares worst.",
        "F1 兼顾某个标签的样本被找出多少，以及答为该标签的有多少是对的；这里是表现最差的标签。",
    ),
    "macro_f1": Text(
        "F1 weighs how many examples of a label are found against how many answers with that label are right; this is "
        "its mean over all labels, in which a rare one counts as much as any other.",
        "F1 兼顾某个标签的样本被找出多少，以及答为该标签的有多少是对的；这里是所有标签的平均，少见的标签同样重要。",
    ),
    "expected_calibration_error": Text(
        "How far stated certainty and truth lie apart: of answers given with 90 % certainty, 90 % should be right.",
        "声称的把握与实际的差距：以 90 % 的把握给出的答案，应有 90 % 正确。",
    ),
    "unsure_share": Text(
        "The share of answers that are marked as unsure, since their score is below the calibrated threshold.",
        "得分低于校准阈值、因而标为“不确定”的答案所占比例。",
    ),
    "frechet": Text(
        "How far generated and real pictures lie apart as sets, in what a classifier sees in them. Only figures on the "
        "features of the same classifier compare; this is no FID, which uses those of Inception.",
        "在某个分类器的特征中，生成图片与真实图片作为整体的距离。只有同一分类器特征上的数值才可比较；"
        "它不是 FID，后者使用 Inception 的特征。",
    ),
    "frechet_to_control": Text(
        "The same distance, measured in that of real pictures with a little noise; below 1 is nearer to the real ones.",
        "以加了少许噪声的真实图片的距离为单位的弗雷歇距离；小于 1 表示更接近真实图片。",
    ),
    "frechet_floor": Text(
        "The distance between two sets of real pictures: no generator can do better.",
        "两组真实图片之间的距离：任何生成器都无法更好。",
    ),
    "frechet_control": Text(
        "The distance that real pictures have after a little noise was added; it gives the figure a scale.",
        "真实图片加少许噪声后的距离；为该指标提供尺度。",
    ),
    "density": Text(
        "How closely generated pictures lie to real ones; low where many are unlike any real picture.",
        "生成图片与真实图片的贴近程度；若许多图片与任何真实图片都不像，则数值低。",
    ),
    "coverage": Text(
        "The share of real pictures that have a generated one close by; low where kinds of pictures are missing.",
        "附近有生成图片的真实图片所占比例；若缺少某些类型的图片，则数值低。",
    ),
    "label_agreement": Text(
        "Pictures of a label were asked for; this is how often the classifier that judges them reads just that label.",
        "要求生成某个标签的图片后，评判分类器恰好识别为该标签的比例。",
    ),
    "lowest_label_agreement": Text(
        "The share that the classifier reads as what was asked for, of the label that fares worst.",
        "表现最差的标签中，分类器识别结果与要求一致的比例。",
    ),
    "within_class_distance": Text(
        "How far words of one label lie apart in what a classifier hears in them, over the same of real recordings; "
        "near 0, the generator always says the same.",
        "同一标签的词在分类器特征中相距多远，与真实录音之比；接近 0 表示生成器总说得一样。",
    ),
    "classes_covered": Text(
        "How many labels come up among the generated pictures at all often; missing ones are a mode collapse.",
        "在生成图片中出现得足够多的标签数；缺失即为模式坍缩。",
    ),
    "smallest_class_share": Text(
        "How often the rarest label comes up among the generated pictures.", "最少见的标签在生成图片中的占比。"
    ),
    "largest_class_share": Text(
        "How often the most frequent label comes up among the generated pictures.", "最常见的标签在生成图片中的占比。"
    ),
    "class_divergence": Text(
        "How unevenly the labels come up: 0 where each is as frequent as any other.",
        "各标签出现频率的不均匀程度：完全均匀时为 0。",
    ),
    "sure_share": Text(
        "How often the judging classifier is surer than 0.9 of what it sees; spoilt pictures make it doubt.",
        "评判分类器的置信度高于 0.9 的比例；有瑕疵的图片会使它犹豫。",
    ),
    "sure_share_ratio": Text("The same, over the share with real pictures.", "该比例与真实图片的同一比例之比。"),
    "within_class_diversity": Text(
        "How much pictures of one label differ (1 - SSIM of pairs). Far less than real ones: the generator repeats "
        "itself. More: noise.",
        "同一标签图片之间的差异（成对图片的 1 - SSIM）。远低于真实图片：生成器在重复自己；高于真实图片：噪声。",
    ),
    "smallest_class_diversity": Text(
        "The same for the label that repeats itself most, over that of its real pictures.",
        "重复最严重的标签的类内差异，与其真实图片之比。",
    ),
    "nearest_training_distance": Text(
        "How far a generated picture is from the training picture that is most like it, on average; a model that "
        "learnt pictures by heart comes near 0.",
        "生成图片与最相似的训练图片的平均距离；死记硬背的模型接近 0。",
    ),
    "smallest_training_distance": Text(
        "The same for the generated picture that is nearest of all. Below what one real picture in a hundred has, it "
        "may be a copy.",
        "所有生成图片中与训练图片最近的距离。若小于百分之一的真实图片所具有的距离，则可能是抄袭。",
    ),
    "negative_elbo": Text(
        "An upper bound on the nats that it takes to describe a picture with this model; fewer is better.",
        "用该模型描述一张图片所需 nat 数的上界；越小越好。",
    ),
    "reconstruction_nats": Text("The part of it for what the rebuilt picture gets wrong.", "其中用于重建误差的部分。"),
    "kl_nats": Text("The part of it for the latent numbers of the picture.", "其中用于图片潜变量的部分。"),
    "importance_weighted_nll": Text(
        "A tighter bound on the same, from many samples of the latent numbers.", "由多个潜变量样本得到的更紧的上界。"
    ),
    "active_units": Text("How many latent numbers carry anything.", "真正携带信息的潜变量个数。"),
    "reconstruction_ssim": Text(
        "How alike a picture and its rebuilt one are in structure: 1 is the same.",
        "图片与其重建结果在结构上的相似程度：1 表示完全相同。",
    ),
    "reconstruction_psnr": Text(
        "How small the errors of rebuilt pixels are: 6 dB more is half the error.",
        "重建像素的误差有多小：每高 6 dB，误差减半。",
    ),
    "anomaly_auc": Text(
        "How often a picture that shows no digit gets a higher anomaly score than one that does; 1 is always.",
        "不是数字的图片得到的异常得分高于数字图片的概率；1 表示总是如此。",
    ),
    "anomaly_score": Text(
        "The score that pictures like those of the training get; a dropped picture with far more is strange to it.",
        "与训练数据相似的图片的得分；拖入的图片若远高于此，对模型而言便是陌生的。",
    ),
    "nats_per_character": Text(
        "How surprised the model is by the next character of a text it has not seen; whoever guesses among N equally "
        "likely ones is surprised by ln N. Lower is better, whatever the vocabulary.",
        "模型对未见过的文本中下一个字符的意外程度；在 N 个等可能的字符中猜测时为 ln N。越低越好，与词表无关。",
    ),
    "bits_per_character": Text(
        "The same in bits: to so many a character the text could be packed by this model.",
        "同样的量以比特计：用此模型可把文本压缩到每字符这么多比特。",
    ),
    "nats_per_token": Text(
        "The same for each token, which is what is trained; it does not compare between vocabularies.",
        "同样的量按词元计，即训练时的损失；不同词表之间不可比较。",
    ),
    "perplexity": Text(
        "Among how many equally likely tokens a guess would be as uncertain; compares for the same vocabulary alone.",
        "相当于在多少个等可能的词元中猜测；只能在相同词表下比较。",
    ),
    "new_lines": Text(
        "The share of the lines that the model writes which are not in its training text: below the share of the "
        "held-out lines it would be copying.",
        "模型写出的行中不见于训练文本的比例；若低于留出文本的比例，说明它在抄写。",
    ),
    "bleu": Text(
        "How many runs of one to four words, in Chinese of characters, a translation shares with that of a person, on "
        "average over all sentences: 100 is the same; above 30 the sense mostly comes across.",
        "译文与人工译文共有的一至四个连续词（中文为字）的比例，对全部句子计算：100 表示完全相同；30 以上大意多能传达。",
    ),
    "chrf": Text(
        "The same for runs of one to six characters, which is kinder to endings of words: 100 is the same.",
        "与上相同，但按一至六个连续字符计算，对词尾变化更宽容：100 表示完全相同。",
    ),
    "cut_share": Text(
        "The share of texts whose translation grew too long and was ended by force.",
        "译文过长而被强行结束的文本所占比例。",
    ),
    "psnr_gain": Text(
        "By how much the errors of a damaged picture shrink: 6 dB is half the error.",
        "受损图片的误差缩小了多少：6 dB 即误差减半。",
    ),
    "ssim_gain": Text(
        "By how much a damaged picture comes nearer to the original in structure; 1 would be identity.",
        "受损图片在结构上向原图靠近了多少；SSIM 为 1 表示完全相同。",
    ),
}
