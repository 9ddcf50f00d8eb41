"""A floor: the first 4 KiB of every file in a folder, read and forgotten.

python heads.py _posts
"""

import os
import sys


def main(folder: str) -> None:
    """Reads the head of each file."""
    with os.scandir(folder) as entries:
        for entry in entries:
            opened = os.open(entry.path, os.O_RDONLY)
            os.read(opened, 4096)
            os.close(opened)


if __name__ == "__main__":
    main(sys.argv[1])
