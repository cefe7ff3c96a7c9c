"""What a citation is made of: numbers as written, and the lists that they form."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Number:
    """One number of a reference, as written."""

    start: int
    end: int  # of the number with its sub-article, range or brackets
    stop: int  # end of the words that belong to it (`-бабының`)
    first: int
    second: int | None
    dotted: bool
    brackets: tuple[str, ...]
    short_end: int  # of the number without its brackets
    is_part: bool
    marked: bool
    marked_after: bool
    leads: bool  # a part that an article follows: `part 4 of article 274`
    parts: list[str] = field(default_factory=list)
    upto: int | None = None  # last article of a range told in words

    @property
    def is_range(self) -> bool:
        """`272-274`; but `456-2` is a sub-article, for its second number is the smaller."""
        return self.upto is not None or (self.second is not None and not self.dotted and self.second > self.first)


@dataclass(slots=True)
class Reference:
    """A list of article numbers that share a marker."""

    numbers: list[Number]
    start: int  # of the marker or the parts before it
    marked: bool
    marked_after: bool  # the marker follows, as in Kazakh
    chained: bool = False  # only a comma or an "and" stands between this list and the one before

    @property
    def stop(self) -> int:
        """Where the words of the list end."""
        return self.numbers[-1].stop
