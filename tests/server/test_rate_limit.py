"""How much one client may ask in a minute, where the server is set to have a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from rightsgraph.errors import SettingsError
from rightsgraph.server.rate_limit import SECONDS, RateLimit, client_of
from rightsgraph.settings import Settings, load_settings
from rightsgraph.store import Home
from tests.server.conftest import publish, run_server

MOST = 3


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


class Asking:
    """Clients of an application with a limit, and the clock on its wall."""

    def __init__(self, **settings: object) -> None:
        self.now = 1000.0
        self.app = RateLimit(
            _answer, Settings.model_validate({"rate_limit": MOST, **settings}), lambda: self.now
        )

    def ask(self, host: str, forwarded: str = "", path: str = "/") -> tuple[int, Mapping[str, str]]:
        """The status and the fields of an answer."""
        headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
        scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        scope["client"] = (host, 4711)
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        asyncio.run(self.app(scope, receive, send))
        fields = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], fields


def test_clients_whose_minute_is_over_are_forgotten() -> None:
    asking = Asking()
    for number in range(40):
        asking.ask(f"192.0.2.{number}")
        asking.now += 1
    asking.ask("192.0.2.0")  # its minute goes on, as it began
    assert len(asking.app._known) == 40
    asking.now += SECONDS - 20
    asking.ask("198.51.100.7")
    assert len(asking.app._known) == 40 - 21 + 1
    asking.now += 2 * SECONDS
    assert asking.ask("192.0.2.39")[0] == 200
    assert len(asking.app._known) == 1


def test_what_is_left_is_told_and_what_is_too_much_is_refused_until_the_minute_is_over() -> None:
    asking = Asking()
    for left in (2, 1, 0):
        status, fields = asking.ask("203.0.113.1")
        assert status == 200
        assert fields["ratelimit"] == f'"client";r={left};t={SECONDS}'
        assert fields["ratelimit-policy"] == f'"client";q={MOST};w={SECONDS}'
    asking.now += 20
    status, fields = asking.ask("203.0.113.1")
    assert status == 429
    assert fields["ratelimit"] == f'"client";r=0;t={SECONDS - 20}'
    assert fields["retry-after"] == str(SECONDS - 20)
    assert fields["access-control-allow-origin"] == "*"
    assert asking.ask("203.0.113.2")[0] == 200  # others are not concerned
    assert asking.ask("203.0.113.1", path="/healthz")[0] == 200
    asking.now += SECONDS - 20
    assert asking.ask("203.0.113.1")[0] == 200


def test_proxies_are_believed_that_the_settings_name() -> None:
    asking = Asking(proxies="10.0.0.0/8")
    for _ in range(MOST):
        assert asking.ask("10.1.2.3", "203.0.113.1")[0] == 200
    assert asking.ask("10.1.2.3", "198.51.100.9, 203.0.113.1")[0] == 429  # the first is hearsay
    assert asking.ask("10.1.2.3", "203.0.113.2")[0] == 200
    for number in range(MOST):
        assert asking.ask("192.0.2.1", f"203.0.113.{number}")[0] == 200
    assert asking.ask("192.0.2.1", "203.0.113.77")[0] == 429  # nobody's proxy


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("testclient", "testclient"),
    ],
)
def test_a_client_is_an_address_or_the_network_of_a_subscriber(host: str, client: str) -> None:
    assert client_of({"client": (host, 1), "headers": []}, ()) == client


def test_proxies_that_are_no_addresses_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_PROXIES", "127.0.0.1 the-proxy")
    with pytest.raises(SettingsError, match="RIGHTSGRAPH_PROXIES"):
        load_settings()


def test_a_server_with_a_limit_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, tmp_path, 5)
    with (
        run_server(home, rate_limit=2, workers=1, long_workers=1, proxies="127.0.0.1") as running,
        httpx.Client(base_url=running.address) as client,
    ):
        described = client.get("/openapi.json").json()
        assert all(
            "429" in operation["responses"]
            for item in described["paths"].values()
            for operation in item.values()
        )
        asked = {"X-Forwarded-For": "203.0.113.1"}
        for _ in range(2):
            answer = client.get("/api/v1/prefixes", headers=asked)
            assert answer.status_code == 200
            assert "RateLimit" in answer.headers["access-control-expose-headers"]
        refused = client.get("/sparql?query=ASK{}", headers=asked)
        assert refused.status_code == 429
        assert refused.json()["code"] == "rate-limited"
        assert refused.headers["content-type"] == "application/problem+json"
        assert int(refused.headers["retry-after"]) <= SECONDS
        assert client.get("/api/v1/prefixes").status_code == 200
