"""Texts that try to make a server call another one, and a listener that hears when one does."""

from __future__ import annotations

import contextlib
import random
import socket
import threading

_SERVICE = [
    "SERVICE",
    "service",
    "sErViCe",
    "SERVICESILENT",
    "SERVICE SILENT",
    "Service\tsilent",
]
_BEFORE = [
    "", "?s ?p 1", "?s ?p true", "?s ?p ex:", "?s ?p ex:a.", "?s ?p 'x'", "?s ?p 'x'@en",
    "?s ?p ?o FILTER(?a<?b)", "FILTER(EXISTS{}<?b)", "?s ?p ex:a\\'",
    "?s <http://e/\\u0041'> 1 .",
    "?s ?p '''x''' .", "?s ?p bad:", "{}", "?s ?p _:b.", "FILTER(?a<'>')", "BIND(1 AS ?z)",
    "VALUES ?z {1}", "?s ex:p?1 .", "?s ?p 1.", "?s ?p 1e0", "FILTER(?a<?b&&'>'='')",
    "OPTIONAL{}", "MINUS{}", "{}UNION{}", "GRAPH ?g{}", "{SELECT*{}}", "?s ?p[]", "?s ?p().",
]  # fmt: skip
_BETWEEN = ["", " ", "\n", "\t", "#\n", "#>\n", "#'\n", '#"\r', "#>'\n"]
_AFTER = ["{?a ?b ?c}", " {?a ?b ?c}", "#\n{?a ?b ?c}"]
_TAIL = ["", " FILTER(?d='')", "#'", "#>", " FILTER(''='')", " ?s ?p '>'"]


def _addresses(port: int) -> list[str]:
    return [f"<http://127.0.0.1:{port}/>", "canary:x", ":x", "<x>"]


def _prologue(port: int) -> str:
    return (
        f"BASE <http://127.0.0.1:{port}/> PREFIX canary: <http://127.0.0.1:{port}/> "
        f"PREFIX : <http://127.0.0.1:{port}/> PREFIX ex: <http://e/> PREFIX bad: <http://a:> "
    )


def _clause(chance: random.Random, port: int) -> str:
    parts = (_BEFORE, _SERVICE, _BETWEEN, _addresses(port), _AFTER, _TAIL)
    return "".join(chance.choice(part) for part in parts)


def queries(port: int, count: int) -> list[str]:
    """Queries that try to hide a SERVICE clause in ever other places."""
    chance = random.Random(20151029)
    return [_prologue(port) + "SELECT * {" + _clause(chance, port) + "\n}" for _ in range(count)]


def updates(port: int, count: int) -> list[str]:
    """Updates that try to hide SERVICE or LOAD in ever other places."""
    chance = random.Random(94)
    load = ["LOAD", "load", "lOaD", "LOADSILENT", "LOAD SILENT", "Load\tsilent"]
    before = [
        "", "INSERT DATA { <a:b> <a:b> <a:b> };", "CLEAR SILENT ALL;", "#x\n", "DROP DEFAULT ;",
        "INSERT DATA { <a:b> <a:b> 'LOAD' };", "INSERT DATA { <a:b> <a:b> ex:a\\' };",
        "DELETE WHERE { ?s ?p 'it''s' };", "INSERT DATA{<a:b> <a:b> 1.}\n;",
    ]  # fmt: skip
    into = ["", " INTO GRAPH <a:b>", "INTO GRAPH ex:g", "#\n"]
    found = []
    for number in range(count):
        if number % 2:
            statement = "".join(
                chance.choice(part)
                for part in (before, load, _BETWEEN, _addresses(port), into, ["", ";", "#'"])
            )
        else:
            head = chance.choice(
                ["INSERT { ?s ?p ?o } WHERE {", "DELETE { ?s ?p ?o } WHERE {", "WITH <a:b> "
                 "INSERT{?a ?b ?c}USING <a:b> WHERE{", "DELETE{}INSERT{?s ?p ?o}WHERE{"]
            )  # fmt: skip
            statement = chance.choice(before) + head + _clause(chance, port) + "\n}"
        found.append(_prologue(port) + statement)
    return found


class Canary:
    """A listener that notes whether somebody connected.

    Attributes:
        port: Where it listens.
        calls: How often somebody connected.
    """

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.05)
        self.port: int = self.socket.getsockname()[1]
        self.calls = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while not self._stop.is_set():
            self._answer()
        self._answer()  # who had called before the end

    def _answer(self) -> None:
        with contextlib.suppress(TimeoutError):
            connection, _ = self.socket.accept()
            self.calls += 1
            connection.close()

    def close(self) -> None:
        """Stops listening; may be called twice."""
        if not self._stop.is_set():
            self._stop.set()
            self._thread.join()
            self.socket.close()
