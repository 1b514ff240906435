"""python -m demo.papers: writes the demo's PDF files anew. Needs requirements-dev.txt."""

from demo import reading

from .writing import papers


def main() -> None:
    for key, language, content in papers():
        path = reading.pdf(key, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
