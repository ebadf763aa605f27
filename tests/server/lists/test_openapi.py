"""The description of the API: its examples are true, its links lead somewhere, it holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from rightsgraph.server.app import create_app
from rightsgraph.server.openapi_examples import answer_type, example_answers
from rightsgraph.server.writes import token_digest
from rightsgraph.settings import Settings
from rightsgraph.store import Home
from tests.server.conftest import Running
from tests.server.writable import TOKEN, quick_folder, writable

ROOT = Path(__file__).parents[3]
EXAMPLES = example_answers()
ORIGIN = "http://127.0.0.1:8000"
CUT = " …"
# Numbers that grow when something is added to the bundled data, and names of states of it.
MOVING = {"snapshot", "snapshots", "current", "created", "quads", "graphs", "count", "total"}
MOVING |= {"timesCited", "citationCount", "counts", "kinds", "times_cited", "citations"}
# Answers in JSON whose examples stand beside their schemas, or which are no JSON.
ELSEWHERE = {"describeSymbol", "sparqlGet", "storeGet", "readiness"}


@pytest.fixture(scope="module")
def openapi(bundled_server: Running) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{bundled_server.address}/openapi.json").json()
    return found


def operations(openapi: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each operation."""
    for path, item in openapi["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def contents(operation: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each schema of a body with each example of that body."""
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    for body in bodies:
        for content in body.get("content", {}).values():
            examples = [each["value"] for each in content.get("examples", {}).values()]
            for example in [*examples, *([content["example"]] if "example" in content else [])]:
                yield content.get("schema", {}), example


def resolved(schema: dict[str, Any], openapi: dict[str, Any]) -> dict[str, Any]:
    """A schema that stands alone."""
    return {**schema, "components": openapi["components"]}


def test_a_parameter_is_described_once(openapi: dict[str, Any]) -> None:
    for path, method, operation in operations(openapi):
        names = [(each["name"], each["in"]) for each in operation.get("parameters", ())]
        assert len(names) == len(set(names)), (method, path)
        for each in operation.get("parameters", ()):
            assert each.get("description"), (method, path, each["name"])


def test_examples_are_of_their_schemas(openapi: dict[str, Any]) -> None:
    seen = 0
    for _, _, operation in operations(openapi):
        for schema, example in contents(operation):
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.validate(example, resolved(schema, openapi))
            seen += 1
        for parameter in operation.get("parameters", ()):
            if "example" in parameter:
                jsonschema.validate(parameter["example"], parameter["schema"])
    assert seen > len(EXAMPLES)


def test_every_answer_in_json_has_an_example(openapi: dict[str, Any]) -> None:
    read = {
        operation["operationId"]
        for _, method, operation in operations(openapi)
        if method == "get"
        and any("json" in each for each in operation["responses"]["200"].get("content", {}))
    }
    assert read - ELSEWHERE == EXAMPLES.keys()


def is_true(example: Any, answer: Any, name: str = "") -> bool:  # noqa: ANN401 JSON
    """Whether an answer says what an example of it says; it may say more."""
    if name in MOVING:
        return type(example) is type(answer)
    if isinstance(example, dict):
        return isinstance(answer, dict) and all(
            key in answer and is_true(value, answer[key], key) for key, value in example.items()
        )
    if isinstance(example, list):
        return isinstance(answer, list) and all(
            any(is_true(each, found) for found in answer) for each in example
        )
    if isinstance(example, str) and example.endswith(CUT):
        return str(answer).startswith(example.removesuffix(CUT))
    return bool(example == answer)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_examples_are_answers_of_the_graph(
    linked: httpx.Client, openapi: dict[str, Any], name: str
) -> None:
    answer = linked.get(EXAMPLES[name]["request"])
    assert answer.status_code == 200, answer.text
    text = answer.text.replace(str(linked.base_url).rstrip("/"), ORIGIN)
    # tools/generate_example_answers.py writes them anew.
    assert is_true(EXAMPLES[name]["answer"], json.loads(text))
    operation = next(each for _, _, each in operations(openapi) if each["operationId"] == name)
    content = operation["responses"]["200"]["content"]
    schema = content[answer_type(content)].get("schema", {})
    jsonschema.validate(answer.json(), resolved(schema, openapi))


def test_an_example_that_is_not_true_is_found() -> None:
    answer = {"count": 3, "items": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}
    assert is_true({"count": 1, "items": [{"id": "b"}]}, answer)
    assert not is_true({"items": [{"id": "b", "name": "A"}]}, answer)
    assert not is_true({"count": "1"}, answer)
    assert not is_true({"other": 1}, answer)


def at(answer: Any, expression: str) -> Any:  # noqa: ANN401 JSON
    """What a runtime expression names in an answer; None when that has no such thing."""
    for step in expression.removeprefix("$response.body#/").split("/"):
        try:
            answer = answer[int(step) if isinstance(answer, list) else step]
        except (IndexError, KeyError):
            return None
    return answer


def test_links_lead_to_what_there_is(linked: httpx.Client, openapi: dict[str, Any]) -> None:
    paths = {each["operationId"]: path for path, _, each in operations(openapi)}
    followed = 0
    for _, method, operation in operations(openapi):
        if method != "get" or (example := EXAMPLES.get(operation["operationId"])) is None:
            continue
        links = operation["responses"]["200"].get("links", {})
        answer = linked.get(example["request"]).json() if links else {}
        for link in links.values():
            given = {
                name: at(answer, text) if str(text).startswith("$") else text
                for name, text in link["parameters"].items()
            }
            if None in given.values():
                continue  # the item has no such member
            path = paths[link["operationId"]]
            if "id" in given:
                path = path.replace("{id}", str(httpx.QueryParams({"": given.pop("id")}))[1:])
            assert linked.get(path, params=given).status_code == 200, (path, given)
            followed += 1
    assert followed > 40


# So many cases of each operation. In full (`make schemathesis`) there are those of the phase
# "coverage" too, more than ten thousand, and the seed may be another one.
CASES = os.environ.get("RIGHTSGRAPH_API_CASES", "")
SEED = os.environ.get("RIGHTSGRAPH_API_SEED", "1")
WRITES = "^(sparqlPost|store(Put|Post|Delete|Patch)|putDocumentSource|getDocumentSource)$"


def schemathesis(address: str, phases: str, few: int, *options: str) -> None:
    """Cases made up from the description, and whether the answers are as it says."""
    made = ["--max-examples", str(few), "--generation-deterministic"]
    if CASES:
        phases = "examples,coverage,fuzzing,stateful"
        made = ["--max-examples", CASES, "--seed", SEED, "--generation-database", "none"]
    command = [sys.executable, "-m", "schemathesis.cli"]
    command += ["--config-file", "tests/server/schemathesis.toml", "run", "--no-color"]
    command += ["--phases", phases, *made, *options]
    done = subprocess.run(
        [*command, f"{address}/openapi.json"],
        cwd=ROOT,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.server.openapi_hooks"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    sys.stdout.write(done.stdout[done.stdout.rindex("Test cases:") :])


@pytest.mark.timeout(3600 if CASES else 300)
def test_the_server_does_as_it_is_described(bundled_server: Running) -> None:
    schemathesis(bundled_server.address, "examples,fuzzing,stateful", 3)


@pytest.mark.timeout(3600 if CASES else 300)
def test_a_server_that_takes_writes_does_as_it_is_described(bundled: Home) -> None:
    with quick_folder() as folder:
        home = Home(folder / "home")
        shutil.copytree(bundled.path, home.path, symlinks=True)
        with writable(home, serve_texts="true") as running:
            options = [] if CASES else ["--include-operation-id-regex", WRITES]
            token = f"Authorization: Bearer {TOKEN}"
            schemathesis(running.address, "examples,fuzzing", 8, "-H", token, *options)


def test_a_token_is_asked_for_where_it_is_of_use(openapi: dict[str, Any]) -> None:
    assert "securitySchemes" not in openapi["components"]
    assert not [path for path, _, each in operations(openapi) if "security" in each]
    settings = Settings(write_token_sha256=token_digest(TOKEN))
    writing = create_app(Home(Path("no-such-home")), settings).openapi()
    assert writing["components"]["securitySchemes"].keys() == {"token"}
    asked = {(path, method) for path, method, each in operations(writing) if "security" in each}
    assert asked >= {("/sparql", "post"), ("/store", "delete")}
    assert all(method != "get" for _, method in asked)
