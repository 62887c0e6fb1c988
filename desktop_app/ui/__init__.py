"""The widgets of the window. They show what services say and send one signal per intention of the person."""
