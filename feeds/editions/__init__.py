"""The files of editions: what editors decide, and what was approved."""
