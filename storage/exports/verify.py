"""Checks captures that were handed over. Needs Python 3.8 or newer, and neither further software nor a network.

    python3 verify.py [--key THE-KEY-YOU-WERE-GIVEN-BY-ANOTHER-WAY] [FILE.warc.gz, where it lies elsewhere]

It checks that the checkpoint is signed (part 1 below), that every line of the ledger stands under it (part 2), and
that every record in the WARC files is the one whose SHA-256 its line tells, none missing, none put in (part 3).
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Part 1: a signature by Ed25519, as section 6 of RFC 8032 writes it. x and y of a point are X/Z and Y/Z, and T is xy/Z.
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493


def add(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    e, f = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0])
    g, h = 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    total: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def read_point(content: bytes) -> tuple[int, ...]:
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("this is no point of the curve")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


BASE = read_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(text: bytes, key: bytes, signature: bytes) -> bool:
    number = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    left, right = times(number, BASE), add(read_point(signature[:32]), times(challenge, read_point(key)))
    equal = (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P
    return len(signature) == 64 and number < ORDER and equal


def check_checkpoint(trusted: str | None) -> tuple[int, bytes]:
    """The number of lines and the root that were signed. The note is a text, a blank line, and signatures."""
    text, _, signatures = (HERE / "checkpoint.txt").read_bytes().rpartition(b"\n\n")
    keys = [trusted] if trusted else (HERE / "keys.txt").read_text("utf-8").split()
    for line in signatures.decode().splitlines():
        signature = base64.b64decode(line.split(" ")[2])[4:]  # the first four bytes only name the key
        for key in keys:
            if is_signed(text + b"\n", base64.b64decode(key.split("+", 2)[2])[1:], signature):
                lines = text.decode().split("\n")
                print(f"signed   {', '.join(lines[3:])}\n         with the key {key}")
                return int(lines[1]), base64.b64decode(lines[2])
    raise ValueError("the checkpoint is not signed with " + ("the key given" if trusted else "a key in keys.txt"))


# Part 2: a path through a Merkle tree, as section 2.1.3.2 of RFC 9162 writes it.
def root_of(leaf: bytes, index: int, size: int, path: list[str]) -> bytes:
    root, last = hashlib.sha256(b"\x00" + leaf).digest(), size - 1
    for beside in map(bytes.fromhex, path):
        if index & 1 or index == last:
            root = hashlib.sha256(b"\x01" + beside + root).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            root = hashlib.sha256(b"\x01" + root + beside).digest()
        index, last = index >> 1, last >> 1
    return root if last == 0 else b""


# Part 3: the records. Each is a gzip member of its own; the last one of a capture holds its line of the ledger.
def read_records(path: Path) -> Iterator[bytes]:
    member, parts = zlib.decompressobj(31), []
    with path.open("rb") as file:
        while ahead := file.read(1 << 16):
            while ahead:
                parts.append(member.decompress(ahead))
                ahead = member.unused_data
                if member.eof:
                    yield b"".join(parts)
                    member, parts = zlib.decompressobj(31), []
    if parts:
        raise ValueError(f"{path.name} ends in the middle of a record")


def check_capture(line: bytes, records: list[bytes], bodies: dict[str, str]) -> str:
    """What is wrong with the records of a capture; nothing where they hold. `bodies`: SHA-256 by capture."""
    statement = json.loads(line)
    capture = statement["capture"]
    if [hashlib.sha256(each).hexdigest() for each in records] != [each["sha256"] for each in statement["records"]]:
        return "its records are not those whose SHA-256 its line tells"
    for record in records:
        kind = record.split(b"\r\n", 2)[1]
        if kind == b"WARC-Type: response":
            body = record.split(b"\r\n\r\n", 2)[2][:-4]
            bodies[capture["id"]] = hashlib.sha256(body).hexdigest()
            if bodies[capture["id"]] != capture["sha256"]:
                return "its body does not have the SHA-256 that its line tells"
        elif kind == b"WARC-Type: revisit" and bodies.get(statement["original"]) != capture["sha256"]:
            return "the body that it leans on is not here, or is another one"
    return ""


def main(arguments: list[str]) -> int:
    trusted = arguments.pop(arguments.index("--key") + 1) if "--key" in arguments else None
    size, root = check_checkpoint(trusted)
    lines = (HERE / "ledger.jsonl").read_bytes().split(b"\n")[:-1]
    proofs = {each["capture"]: each for each in map(json.loads, (HERE / "proofs.jsonl").read_bytes().splitlines())}
    given = [Path(each) for each in arguments if each != "--key"]
    files = given or sorted((HERE.parent / "archive").glob("*.warc.gz"))
    files = files or [HERE.parent / HERE.name.replace(".evidence", ".warc.gz")]
    records: list[bytes] = []
    groups: dict[bytes, str] = {}  # what is wrong with a capture, by its line
    bodies: dict[str, str] = {}
    for record in (each for file in files for each in read_records(file)):
        head, _, block = record.partition(b"\r\n\r\n")
        if b"\r\nWARC-Target-URI: urn:defenderwatch:capture:" in head:
            fault = "its records are there twice" if block[:-4] in groups else ""
            groups[block[:-4]] = fault or check_capture(block[:-4], records, bodies)
            records = []
        elif not head.startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n") or head.lower().count(b"warc-type") > 1:
            records.append(record)
    wrong = len(records) + len(groups.keys() - set(lines))
    for line in lines:
        capture, fault = json.loads(line)["capture"], groups.get(line, "the WARC files do not hold its records")
        proof = proofs.get(capture["id"])
        if not proof or root_of(line, proof["index"], size, proof["path"]) != root:
            fault = fault or "it is not proven to stand under the checkpoint"
        wrong += bool(fault)
        print(f"{'NOT GOOD' if fault else 'good    '} {capture['captured_at']}  {capture['url']!a}  {fault}")
    print(f"{len(lines)} captures, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, LookupError, ValueError, zlib.error) as error:
        sys.exit(f"NOT GOOD: {error}")
