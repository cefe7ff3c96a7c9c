"""Secrets stand in the environment or in a file, and no message repeats one."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loading import ConfigurationError, load_configuration
from config.secrets import SecretMissingError, is_secret_place, read_secret
from tests.config.operator_folder import write_folder


def test_what_is_no_place_is_the_secret_itself() -> None:
    assert read_secret("mailto://u:p@h/a@b") == "mailto://u:p@h/a@b"
    assert not is_secret_place("env:") and not is_secret_place("file:relative")


def test_a_secret_is_read_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_TO", "json://h/x")
    (tmp_path / "to").write_text("json://h/y\n")
    assert read_secret("env:DIGEST_TO") == "json://h/x"
    assert read_secret(f"file:{tmp_path / 'to'}") == "json://h/y"


@pytest.mark.parametrize("place", ["env:NO_SUCH_NAME_HERE", "file:/no/such/file"])
def test_a_missing_secret_is_told_by_its_place(place: str) -> None:
    with pytest.raises(SecretMissingError, match=place):
        read_secret(place)


@pytest.mark.parametrize("written", ["https://h:1/s3cret", "env:BEAT", "file:/run/beat"])
def test_a_heartbeat_may_be_an_address_or_a_place(tmp_path: Path, written: str) -> None:
    write_folder(tmp_path, service=f"heartbeat: {{url: '{written}', every: 10m}}\n")
    heartbeat = load_configuration(tmp_path).service.heartbeat
    assert heartbeat is not None and heartbeat.url == written


def test_an_address_that_is_none_is_told_without_itself(tmp_path: Path) -> None:
    write_folder(tmp_path, service="heartbeat: {url: 's3cret'}\n")
    with pytest.raises(ConfigurationError) as refused:
        load_configuration(tmp_path)
    assert "heartbeat.url" in str(refused.value) and "s3cret" not in str(refused.value)
