"""Brings the pictures of a catalogued data set to the size and colours that another model needs."""

from contextlib import closing

import numpy as np

from trainer.contract.errors import Cancelled
from trainer.contract.preprocessing.steps import prepare_picture
from trainer.datasets.preparation import Preparation
from trainer.datasets.prepared import Prepared


def resized(found: Prepared, part: str, preparation: Preparation) -> Prepared:
    """Every picture as the preparation's step gives it. Raises WorkshopError `no-space`, `not-writable`; Cancelled."""

    def make() -> dict[str, Prepared]:
        images, labels = found.examples.images, found.examples.labels
        with closing(preparation.rows(len(images))) as rows:
            for done, image in enumerate(images, start=1):
                rows.append(prepare_picture((preparation.step,), image)[0].picture)
                if not preparation.progress(done, len(images)):
                    raise Cancelled
            return {part: preparation.part(part, rows, np.arange(len(images)), labels, found.label_names)}

    return preparation.kept.read_or_make(part, make, preparation.progress)
