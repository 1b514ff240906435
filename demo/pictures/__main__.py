"""python -m demo.pictures [KEY …]: draws the demo's pictures anew, all of them or those named."""

import argparse
from multiprocessing import Pool

from .studio import make, pictures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY")
    parser.add_argument("--missing", action="store_true", help="only those that have no file yet")
    parser.add_argument("--processes", type=int, default=1)
    wanted = parser.parse_args()
    known = {picture.key: picture for picture in pictures()}
    if unknown := set(wanted.keys) - known.keys():
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    chosen = [known[key] for key in wanted.keys or known]
    if wanted.missing:
        chosen = [picture for picture in chosen if not picture.path.exists()]
    with Pool(wanted.processes) as pool:
        for _picture in pool.imap_unordered(_made, chosen):
            pass


def _made(picture):
    make(picture)
    return picture.path.name


if __name__ == "__main__":
    main()
