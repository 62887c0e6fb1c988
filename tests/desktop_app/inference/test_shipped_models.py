"""The files in `exported_models`, as far as inference relies on them."""

from desktop_app.inference.known import KnownFiles
from desktop_app.inference.library import ModelLibrary
from desktop_app.places import find_places


def test_every_shipped_model_can_be_used_and_is_known() -> None:
    places = find_places()
    library = ModelLibrary(places, KnownFiles(places.shipped_models, places.models))
    for entry in library.entries():
        if entry.origin == "shipped":
            assert entry.error is None, f"{entry.id}: {entry.error}"
            assert library.is_verified(entry), f"{entry.id} is not in exported_models/SHA256SUMS"
