"""A folder is read into one Configuration, or into every problem at once, with file, line, key and what is allowed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from config.declarations import SourceType, SpiderKind
from config.loading import load_configuration
from tests.config.operator_folder import SOURCE, WATCH_LIST, read_problems, write_folder

ROOT = Path(__file__).resolve().parents[2]
SUBJECT = "name: valley\nsubjects:\n  - id: asel-torekul\n    kind: defender\n    name: Asel Torekul\n"


def test_a_folder_that_is_right_becomes_a_configuration(tmp_path: Path) -> None:
    source = (
        "name: river-post\nurl: https://river-post.example/\ntype: ngo\nspider: listing\nfollow: 'a.story'\n"
        "include: ['/news/']\nevery: 90m\nkeep_watching: null\ncountry: no\nwatch_lists: [valley]\n"
    )
    configuration = load_configuration(write_folder(tmp_path, source=source))
    read = configuration.source("river-post")
    assert (read.type, read.spider, read.every) == (SourceType.NGO, SpiderKind.LISTING, timedelta(minutes=90))
    assert read.keep_watching is None
    assert read.country == "no", "YAML 1.2: no is a text, here Norway"
    assert [each.name for each in configuration.watch_lists_for(read)] == ["valley"]


def test_a_file_of_sources_may_hold_one_or_a_list(tmp_path: Path) -> None:
    write_folder(tmp_path, source="- {name: a, url: 'https://a.example'}\n- {name: b, url: 'https://b.example'}\n")
    (tmp_path / "sources" / "two.yaml").write_text(SOURCE)
    assert [each.name for each in load_configuration(tmp_path).sources] == ["a", "b", "river-post"]


def test_an_alias_may_be_its_text_alone(tmp_path: Path) -> None:
    watch_list = SUBJECT + "    aliases: [Асель Торекул, {text: A.T., match: exact}]\n"
    [subject] = load_configuration(write_folder(tmp_path, watch_list=watch_list)).watch_lists[0].subjects
    assert [(each.text, each.match) for each in subject.aliases] == [("Асель Торекул", "inflected"), ("A.T.", "exact")]


SOURCE_PROBLEMS = {
    "evry: 6h": '3: "evry" is not a key of a source; did you mean "every"?',
    "colour: red": '3: "colour" is not a key of a source; allowed: name, title, type, country, language, url, ',
    "type: ngoo": '3: type: "ngoo"; allowed: ngo, un, media, government, law; did you mean "ngo"?',
    "spider: null": "3: spider: nothing stands here; allowed: page, feed, sitemap, listing",
    "every: 6": "3: every: 6 is not a duration; allowed: a number and a unit, as in 30s, 5m, 6h, 90d or 2w",
    "every: six hours": '3: every: "six hours" is not a duration; allowed:',
    "every: 0s": '3: every: "0s" is no time at all; allowed: a number above 0 and a unit',
    "every: 99999999w": '3: every: "99999999w" is more than a hundred years; allowed: up to 36500d',
    "every: [6h]": "3: every: a list; allowed: a number and a unit",
    "limit: 0": "3: limit: 0; allowed: a number above 0",
    "limit: 99999999999999999999": "3: limit: 99999999999999999999; allowed: a number up to 1000000",
    "limit: yes": '3: limit: "yes"; allowed: a whole number',
    "limit: true": "3: limit: true; allowed: a whole number",
    "limit: 2.5": "3: limit: 2.5; allowed: a whole number",
    "render: perhaps": '3: render: "perhaps"; allowed: true or false',
    "title: 2024": '3: title: 2024 is not text; write it in quotes: "2024"',
    "title: ''": "3: title: empty; allowed: text",
    "country: KZ": '3: country: "KZ"; allowed: a country\'s two small letters, as in kz',
    "language: Kazakh": '3: language: "Kazakh"; allowed: a language\'s two or three small letters, as in kk',
    "include: /news/": '3: include: "/news/"; allowed: a list, as in [one, two]',
    "include: ['(']": '3: include[1]: "(" is not a regular expression: missing )',
    "exclude: ['a{99999999999}']": '3: exclude[1]: "a{99999999999}" is not a regular expression',
    "content: 'main[['": '3: content: "main[[" is not a CSS selector: ',
    "ignore: ['.ok', '..']": '3: ignore[2]: ".." is not a CSS selector: ',
    "follow: a": '3: follow: only "spider: listing" follows links; leave it out here',
    "{spider: listing, follow: 'a[href'}": '3: follow: "a[href" is not a CSS selector: ',
    "watch_lists: [valey]": '3: watch_lists: no watch list has the name "valey"; did you mean "valley"?',
    "watch_lists: []": "3: watch_lists: an empty list; leave it out to read for all",
    "name: River Post": '1: name: "River Post"; allowed: a-z, 0-9 and hyphens, no hyphen first',
    "url: river-post.example": '2: url: "river-post.example" is not an address; allowed: http:// or https://',
    "url: file:///etc/passwd": '2: url: "file:///etc/passwd" is not an address; allowed: http:// or https://',
    "url: https://": '2: url: "https://" has no host; allowed: an address',
    "url: 'https://a b.example'": '2: url: "https://a b.example" holds a space or a backslash',
    "url: https://a.example:99999/": '2: url: "https://a.example:99999/" has a host or a port that cannot be read',
}


def _with_lines(lines: str) -> str:
    """The small source with further keys, or with a key replaced."""
    values = dict(line.split(": ", 1) for line in SOURCE.splitlines())
    if lines.startswith("{"):
        first, second = lines.strip("{}").split(", ", 1)
        return SOURCE + second + "\n" + first + "\n"
    key, value = lines.split(": ", 1)
    return "".join(f"{name}: {text}\n" for name, text in {**values, key: value}.items())


@pytest.mark.parametrize("lines", SOURCE_PROBLEMS)
def test_what_is_wrong_in_a_source_is_told_with_line_key_and_what_is_allowed(tmp_path: Path, lines: str) -> None:
    [problem] = read_problems(write_folder(tmp_path, source=_with_lines(lines)))
    assert problem.startswith(f"sources/one.yaml:{SOURCE_PROBLEMS[lines]}")


SERVICE_PROBLEMS = {
    "timezone: Asia/Almatty": (
        'timezone: "Asia/Almatty" is not a time zone; allowed: IANA names, as in Asia/Almaty or UTC; '
        'did you mean "Asia/Almaty"?'
    ),
    "timezone: ../../etc/passwd": 'timezone: "../../etc/passwd" is not a time zone; allowed: IANA names',
    "digest: {at: 25:00}": 'digest.at: "25:00"; allowed: a time from "00:00" to "23:59"',
    "digest: {att: '07:00'}": '"att" is not a key of digest; did you mean "at"?',
    "digest:": "digest: nothing stands here; allowed: keys and values",
    "network: {allow_addresses: [ten]}": (
        'network.allow_addresses[1]: "ten" is not a range of addresses; allowed: CIDR, as in 127.0.0.0/8 or fd00::/8'
    ),
    "network: {allow_addresses: [10.1.0.0/8]}": (
        'network.allow_addresses[1]: "10.1.0.0/8" sets bits behind its mask; did you mean 10.0.0.0/8?'
    ),
    "network: {proxy: 'socks5://127.0.0.1:9050'}": (
        "network.proxy: this value would look up names on this side of the proxy; allowed: socks5h://"
    ),
    "network: {proxy: 'ftp://proxy.example'}": (
        "network.proxy: this value is not a proxy; allowed: http://HOST:PORT or socks5h://HOST:PORT"
    ),
    "network: {max_size: 20}": None,
    "network: {max_size: 20 megabytes}": 'network.max_size: "20 megabytes" is not a size; allowed: a number and a unit',
    "network: {max_size: 0MB}": "network.max_size: 0; allowed: a number above 0",
    'network: {user_agent: "a\\r\\nX: y"}': "network.user_agent: ",
    "network: {delay: -2s}": 'network.delay: "-2s" is not a duration',
    "network: {delay: 0s}": None,
    "network: {concurrency_per_host: 65}": "network.concurrency_per_host: 65; allowed: a number up to 64",
    "review: {listen: localhost}": 'review.listen: "localhost" is not a place to listen; allowed: HOST:PORT',
}


@pytest.mark.parametrize("line", SERVICE_PROBLEMS)
def test_what_is_wrong_in_the_service_is_told_with_what_is_allowed(tmp_path: Path, line: str) -> None:
    problems = read_problems(write_folder(tmp_path, service=line + "\n"))
    expected = SERVICE_PROBLEMS[line]
    assert len(problems) == (expected is not None)
    for problem in problems:
        assert problem.startswith(f"defenderwatch.yaml:1: {expected}")


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("digest: {send: ['slack-token-4711']}", "4711"),
        ("network: {proxy: 'ftp://anna:4711@proxy.example'}", "4711"),
    ],
)
def test_a_secret_is_never_repeated(tmp_path: Path, line: str, secret: str) -> None:
    [problem] = read_problems(write_folder(tmp_path, service=line))
    assert secret not in problem


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    [problem] = read_problems(write_folder(tmp_path, source="name: a\nurl: https://anna:4711@a.example/\n"))
    assert (
        problem
        == "sources/one.yaml:2: url: this value holds a user name or a password; allowed: an address without them"
    )


WATCH_LIST_PROBLEMS = {
    "name: valley\nsubjects: []\n": "2: subjects: an empty list; it needs at least one",
    "name: valley\n": '1: a watch list needs "subjects"',
    "name: valley\nsubjects:\n  - {}\n": '3: a subject needs "id"',
    SUBJECT + "    kin: defender\n": '6: "kin" is not a key of a subject; did you mean "kind"?',
    SUBJECT + "    aliases: [А]\n": '6: aliases: "А" is one letter; it would match everywhere',
    SUBJECT + "    aliases:\n      - Асель\n      - '…'\n": '8: aliases: "…" holds no letter; nothing could match it',
    SUBJECT + "    aliases: [{text: 'и в', match: exact}]\n": '6: aliases: "и в" is made of words that stand in every',
    SUBJECT + "    aliases: [of the]\n": '6: aliases: "of the" is made of words that stand in every text',
    SUBJECT + "    aliases: [және]\n": '6: aliases: "және" is made of words that stand in every text',
    SUBJECT + "    aliases: [7]\n": "6: subjects[1].aliases[1]: 7; allowed: text in quotes, or keys and values",
    SUBJECT + "    aliases: [{text: Асель, match: exactly}]\n": (
        '6: subjects[1].aliases[1].match: "exactly"; allowed: inflected, exact; did you mean "exact"?'
    ),
    SUBJECT + "    article: '7'\n": '6: article: it needs "code", the id of the law it stands in',
    SUBJECT.replace("defender", "law") + "    code: valley-code\n    article: '7'\n": (
        '6: code: no code has the id "valley-code"; declare it under codes'
    ),
    SUBJECT.replace("defender", "law")
    + "    code: valley\n    article: 7\ncodes: [{id: valley, name: Valley Code}]\n": (
        '7: subjects[1].article: 7 is not text; write it in quotes: "7"'
    ),
    SUBJECT.replace("defender", "law") + "    code: valley\ncodes: [{id: valley, name: Valley Code}]\n": (
        '6: code: it needs "article"; to track a whole law, leave code out'
    ),
    SUBJECT + "    code: valley\n    article: '7'\ncodes: [{id: valley, name: Valley Code}]\n": (
        '6: code: only a subject of "kind: law" has one'
    ),
    SUBJECT + "codes: [{id: c, name: One Code}, {id: c, name: Other Code}]\n": (
        '6: id: "c" is a code already, declared at watchlists/one.yaml:6'
    ),
    SUBJECT + "  - {id: asel-torekul, kind: term, name: Torekul}\n": (
        '6: id: "asel-torekul" is a subject already, declared at watchlists/one.yaml:3'
    ),
}


@pytest.mark.parametrize("watch_list", WATCH_LIST_PROBLEMS)
def test_what_is_wrong_in_a_watch_list_is_told_with_its_line(tmp_path: Path, watch_list: str) -> None:
    problems = read_problems(write_folder(tmp_path, watch_list=watch_list))
    assert problems[0].startswith(f"watchlists/one.yaml:{WATCH_LIST_PROBLEMS[watch_list]}")


def test_the_same_code_may_be_declared_alike_in_two_lists(tmp_path: Path) -> None:
    code = "codes: [{id: c, name: Valley Code, aliases: [VC]}]\n"
    write_folder(tmp_path, watch_list=SUBJECT + code)
    other = SUBJECT.replace("valley", "hills").replace("asel", "aset").replace("Asel", "Aset")
    (tmp_path / "watchlists" / "two.yaml").write_text(other + code)
    assert read_problems(tmp_path) == []


def test_two_sources_of_one_name_are_told_with_both_places(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "sources" / "two.yaml").write_text("\n" + SOURCE)
    assert read_problems(tmp_path) == [
        'sources/two.yaml:2: name: "river-post" is a source already, declared at sources/one.yaml:1'
    ]


def test_all_problems_of_all_files_are_told_at_once_in_order(tmp_path: Path) -> None:
    write_folder(tmp_path, service="tz: UTC\nreviw: {}\n", source=SOURCE + "limit: 0\n", watch_list="name: valley\n")
    places = [problem.split(": ")[0] for problem in read_problems(tmp_path)]
    assert places == [
        "defenderwatch.yaml:1", "defenderwatch.yaml:2", "sources/one.yaml:3", "watchlists/one.yaml:1",
    ]  # fmt: skip


def test_a_broken_watch_list_makes_no_further_complaint_about_its_name(tmp_path: Path) -> None:
    problems = read_problems(write_folder(tmp_path, source=SOURCE + "watch_lists: [valley]\n", watch_list="a: [\n"))
    assert [problem.split(":")[0] for problem in problems] == ["watchlists/one.yaml"]


def test_a_missing_service_file_says_how_to_get_one(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "defenderwatch.yaml").unlink()
    assert read_problems(tmp_path) == [
        "defenderwatch.yaml: there is no such file; `defenderwatch init DIR` writes one to begin with"
    ]


@pytest.mark.parametrize("room", ["sources", "watchlists"])
def test_a_room_that_is_missing_or_empty_is_a_problem(tmp_path: Path, room: str) -> None:
    write_folder(tmp_path)
    (tmp_path / room / "one.yaml").unlink()
    assert read_problems(tmp_path) == [
        f"{room}/: no *.yaml file in this folder; `defenderwatch init DIR` writes examples"
    ]
    (tmp_path / room).rmdir()
    assert read_problems(tmp_path) == [f"{room}/: there is no such folder"]


def test_a_folder_that_is_none_of_ours_says_how_to_name_one(tmp_path: Path) -> None:
    [problem] = read_problems(tmp_path)
    assert "no defenderwatch.yaml in this folder; run `defenderwatch init DIR`" in problem
    [problem] = read_problems(tmp_path / "nowhere")
    assert "there is no such folder" in problem
    (tmp_path / "file").write_text("")
    [problem] = read_problems(tmp_path / "file")
    assert "this is not a folder" in problem


def test_a_yml_file_is_to_be_renamed(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "sources" / "two.yml").write_text(SOURCE)
    assert read_problems(tmp_path) == ["sources/two.yml: only *.yaml files are read; rename it to two.yaml"]


def test_notes_and_editors_files_beside_the_yaml_are_left_alone(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / "sources" / "README.md").write_text("notes")
    (tmp_path / "sources" / ".#one.yaml").write_text("lock")
    assert read_problems(tmp_path) == []


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    write_folder(tmp_path)
    os.mkfifo(tmp_path / "sources" / "pipe.yaml")
    (tmp_path / "watchlists" / "sub.yaml").mkdir()
    assert read_problems(tmp_path) == [
        "sources/pipe.yaml: this is not a file",
        "watchlists/sub.yaml: this is not a file",
    ]


def test_a_folder_without_rights_is_told_without_a_traceback(tmp_path: Path) -> None:
    write_folder(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "sources").chmod(0)
    (tmp_path / "watchlists" / "one.yaml").chmod(0)
    code = (
        "import os, sys, pathlib\nsys.path.insert(0, sys.argv[2])\n"
        "from config.loading import load_configuration, ConfigurationError\n"
        "from config.starting import EXAMPLES\n"
        "load_configuration(EXAMPLES)  # all modules are read while we may\n"
        "os.chdir(sys.argv[1])\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: load_configuration(pathlib.Path('.'))\n"
        "except ConfigurationError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "sources/: no right to read this folder",
        "watchlists/one.yaml: no right to read this file",
    ]
    assert done.stderr == ""


def test_an_unreadable_file_is_told_without_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert read_problems(tmp_path) == [
        "defenderwatch.yaml: no right to read this file",
        "sources/one.yaml: no right to read this file",
        "watchlists/one.yaml: no right to read this file",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\n\n"])
def test_an_empty_file_of_sources_is_a_problem_and_an_empty_service_is_not(tmp_path: Path, text: str) -> None:
    [problem] = read_problems(write_folder(tmp_path, service=text or "\n", source=text))
    assert problem.startswith(f"sources/one.yaml:{1 + (text == '---' + chr(10))}: the file is empty; allowed: name, ")


def test_the_watch_lists_text_is_the_contracts_example(tmp_path: Path) -> None:
    assert read_problems(write_folder(tmp_path, watch_list=WATCH_LIST)) == []
