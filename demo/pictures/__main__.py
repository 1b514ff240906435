"""python -m demo.pictures [KEY …]: draws the demo's pictures anew, all of them or those named."""

import argparse
import sys
from multiprocessing import Pool

from .studio import Picture, make, pictures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY")
    parser.add_argument("--processes", type=int, default=1)
    wanted = parser.parse_args()
    known = {picture.key: picture for picture in pictures()}
    if unknown := set(wanted.keys) - known.keys():
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    chosen = [known[key] for key in wanted.keys or known]
    with Pool(wanted.processes) as pool:
        for name in pool.imap_unordered(_made, chosen):
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()


def _made(picture: Picture) -> str:
    make(picture)
    return picture.path.name


if __name__ == "__main__":
    main()
