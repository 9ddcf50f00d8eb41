"""Which posts an edition of a newsletter is made of."""
