"""How wide a text stands. No Django."""


def width(text: str) -> int:
    """A Han character or full-width mark counts two, a Latin letter one."""
    return sum(2 if ord(char) >= 0x2E80 else 1 for char in text)
