"""Reading, preparing, splitting, hashing and downloading data. Needs no torch."""
