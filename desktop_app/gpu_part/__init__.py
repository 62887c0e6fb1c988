"""The part of the program for NVIDIA graphics cards: what belongs to it, how it is fetched, tried and removed."""
