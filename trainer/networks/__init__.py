"""The networks, one a file; each is an `nn.Module` and knows neither its losses nor the loop."""
