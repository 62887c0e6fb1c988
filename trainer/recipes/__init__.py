"""How each kind of network is trained and exported; a recipe owns its losses and optimiser steps."""
