"""What may go wrong in this room. Each message names the file and says what to do.

StoreError                  the store cannot do what was asked
    NewerDatabase           a newer defenderwatch has used this database
    ArchiveError            the archive cannot be read or written as it must be
DecodingError               a body's content coding cannot be undone
    TooLarge                more bytes than allowed once decoded
    BrokenEncoding          the content coding does not inflate, or is none that we know
"""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked; the message says why and what to do."""


class NewerDatabase(StoreError):
    """A newer defenderwatch has used this database; this one would not understand it."""


class ArchiveError(StoreError):
    """The archive cannot be read or written as it must be; the message names the file and what to do."""


class DecodingError(Exception):
    """A body's content coding cannot be undone."""


class TooLarge(DecodingError):
    """More bytes than allowed once decoded."""


class BrokenEncoding(DecodingError):
    """The content coding does not inflate, or is none that we know."""
