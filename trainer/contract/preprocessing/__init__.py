"""From a picture as people make it to what a network was trained on: decoding, finding digits, named steps."""
