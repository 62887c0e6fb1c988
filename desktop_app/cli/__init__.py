"""The verbs: one file for each, no Qt. Heavy packages are loaded inside the verbs that need them."""
