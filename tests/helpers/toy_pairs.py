"""A toy language pair: the words are others, the adjective stands behind its noun, and the verb comes last."""

from pathlib import Path

import numpy as np

from trainer.datasets.texts import SentencePairs

_NOUNS = {"dog": "kano", "cat": "feli", "bird": "avo", "tree": "arbo", "house": "domo", "child": "bimbo"}
_ADJECTIVES = {"red": "rubra", "small": "minima", "old": "antika", "green": "verda"}
_VERBS = {"sees": "vidas", "likes": "amas", "finds": "trovas", "paints": "farbas"}


def toy_pairs(count: int, seed: int = 0) -> SentencePairs:
    """Pairs such as `the red dog sees a cat` and `la kano rubra un feli vidas`."""
    random = np.random.default_rng(seed)
    pairs = [_pair(random) for _ in range(count)]
    return SentencePairs(tuple(source for source, _ in pairs), tuple(target for _, target in pairs))


def toy_file(path: Path, count: int = 300) -> str:
    """The same as a table with tabs and no header; what `--data` would name."""
    pairs = toy_pairs(count)
    lines = (f"{source}\t{target}\n" for source, target in zip(pairs.sources, pairs.targets, strict=True))
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def _pair(random: np.random.Generator) -> tuple[str, str]:
    subject, object_ = _thing(random), _thing(random)
    verb = random.choice(list(_VERBS))
    return f"{subject[0]} {verb} {object_[0]}.", f"{subject[1]} {object_[1]} {_VERBS[verb]}."


def _thing(random: np.random.Generator) -> tuple[str, str]:
    noun = random.choice(list(_NOUNS))
    article, its = (("the", "la"), ("a", "un"))[random.integers(2)]
    if random.random() < 0.4:
        return f"{article} {noun}", f"{its} {_NOUNS[noun]}"
    adjective = random.choice(list(_ADJECTIVES))
    return f"{article} {adjective} {noun}", f"{its} {_NOUNS[noun]} {_ADJECTIVES[adjective]}"
