"""Rules about the bytes of one feed, a module or two for each format."""
