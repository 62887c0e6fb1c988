"""The steps of `packaging/setup_env.py`; standard library only."""
