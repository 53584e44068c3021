"""What a scenario asks of a person: a choice, and words of their own."""

SHORTEST, LONGEST = 10, 2000  # characters


def own_words(text: str) -> str:
    """`text` as it is kept: line ends as one character, whatever the browser sends, and no blank around it."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def enough(text: str) -> bool:
    """Whether `text`, once kept, says something and holds in the page."""
    return SHORTEST <= len(own_words(text)) <= LONGEST
