"""The checks of `packaging/smoke_test.py`: the packaged program as people meet it."""
