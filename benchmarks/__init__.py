"""This program beside its peers, on the same posts, in one run: `make bench`."""
