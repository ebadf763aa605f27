"""Hostile bodies of every syntax that may be sent to /store and /sparql, from a seed.

Each is nested, long, malformed, or reaches for the network; beside them are changed copies of
bodies that are well-formed, of which some stay so. They are the same in each process.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Final

from tests.server.hostile_body import FORM, JSON, MULTIPART, RDF, UPDATE, XML, Hostile
from tests.server.hostile_rdf import json_bodies, lines_bodies, turtle_bodies, xml_bodies

TURTLES: Final = ("text/turtle", "application/trig")
LINES: Final = ("application/n-triples", "application/n-quads")


def bodies(port: int, deep: int, long: int, changed: int, seed: int = 4) -> list[Hostile]:
    """All hostile bodies.

    Args:
        port: A port of this machine that some of them reach for.
        deep: How many levels nested ones have.
        long: How often long ones repeat what they repeat.
        changed: How many changed copies there are of each well-formed body.
        seed: Where chance begins.
    """
    lure = f"http://127.0.0.1:{port}/"
    return [
        *(each for kind in TURTLES for each in turtle_bodies(kind, lure, deep, long)),
        *(each for kind in LINES for each in lines_bodies(kind, deep, long)),
        *xml_bodies(lure, deep, long),
        *json_bodies(lure, deep, long),
        *_forms(lure),
        *_updates(lure, deep, long),
        *_changed(random.Random(seed), changed),
    ]


def _forms(lure: str) -> Iterator[Hostile]:
    def part(head: str, body: str, boundary: str = "x") -> str:
        return f"--{boundary}\r\n{head}\r\n\r\n{body}\r\n"

    named = 'Content-Disposition: form-data; name="a"; filename="a.ttl"'
    good = f"{named}\r\nContent-Type: text/turtle"
    nested = "".join(
        f"--{f'b{n}' if n else 'x'}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n"
        for n in range(3000)
    )
    refused = {
        "no parts": "nothing",
        "no boundary in it": "--y\r\n\r\n--y--",
        "nested forms": nested,
        "a message in a message": part(
            "Content-Type: message/rfc822", part("Content-Type: message/rfc822\r\n\r\n" * 3000, "")
        ),
        "a part without a type": part(named, "<a:s> <a:p> 1 ."),
        "a part of another type": part(f"{named}\r\nContent-Type: image/png", "x"),
        "a part that does not parse": part(good, "<a:s>"),
        "a part with an entity": part(
            f"{named}\r\nContent-Type: {XML}", f'<!DOCTYPE a [<!ENTITY b SYSTEM "{lure}">]><a/>'
        ),
        "a remote context": part(
            f"{named}\r\nContent-Type: {JSON}", json.dumps({"@context": lure, "p": 1})
        ),
        "an external body": part(
            f'Content-Type: message/external-body; access-type=URL; URL="{lure}"', ""
        ),
        "odd header fields": part("Content-Type: text/turtle; =;*0*=x''%FF; a*=y'z; \"", "<a:s>"),
        "a header field without an end": part(
            f'{named}; x="{"(" * 5000}\r\nContent-Type: text/turtle', "<a:s>"
        ),
        "comments in a header field": part("Content-Type: " + "(" * 5000 + "text/turtle", "<a:s>"),
        "an odd name": part(
            "Content-Disposition: form-data; filename*=utf-8''%ff%00/../../x\r\n"
            "Content-Type: text/turtle",
            "<a:s>",
        ),
        "an encoded word": part(
            'Content-Disposition: form-data; filename="=?x?b?====?="\r\nContent-Type: text/turtle',
            "<a:s>",
        ),
        "bad base64": part(f"{good}\r\nContent-Transfer-Encoding: base64", "=" * 1001),
        "bad uuencode": part(
            f"{good}\r\nContent-Transfer-Encoding: x-uuencode", "begin 644 x\r\n\x7f\x7f"
        ),
        "an unknown transfer encoding": part(
            f"{good}\r\nContent-Transfer-Encoding: rot13", "<a:s>"
        ),
        "an unknown set of characters": part(
            f"{named}\r\nContent-Type: text/turtle; charset=none", "é <a:s>"
        ),
    }
    for name, text in refused.items():
        yield Hostile(f"form: {name}", MULTIPART, text.encode() + b"--x--\r\n")
    many = "".join(part(good, "<a:s> <a:p> 1 .") for _ in range(300))
    yield Hostile("form: many parts", MULTIPART, many.encode() + b"--x--\r\n", refused=False)
    yield Hostile("form: empty parts", MULTIPART, b"--x\r\n\r\n\r\n" * 3000 + b"--x--\r\n")
    for head in (
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="',
        f"multipart/form-data; boundary={'x' * 900}",
        "multipart/form-data; boundary*0*=x''%ff",
    ):
        yield Hostile(f"form: {head[:40]}", head, part(good, "<a:s> <a:p> 1 .").encode())


def _updates(lure: str, deep: int, long: int) -> Iterator[Hostile]:
    triple = "<a:s> <a:p> 1"
    service = f"SERVICE <{lure}> {{ ?s ?p ?o }}"
    refused = {
        "nested groups": "INSERT {} WHERE " + "{" * deep + "}" * deep,
        "nested groups without an end": "INSERT {} WHERE " + "{" * deep,
        "nested expressions": "INSERT {} WHERE { FILTER" + "(" * deep + "1" + ")" * deep + " }",
        "nested selections": "INSERT {} WHERE { " + "{ SELECT * { " * deep + "} }" * deep + " }",
        "nested blank nodes": "INSERT DATA { <a:s> <a:p> "
        + "[ <a:p> " * deep
        + "1"
        + "]" * deep
        + " }",
        "nested collections": "INSERT DATA { <a:s> <a:p> " + "(" * deep + ")" * deep + " }",
        "nested triple terms": "INSERT DATA { <a:s> <a:p> "
        + "<<( <a:s> <a:p> " * deep
        + "1"
        + ")>>" * deep
        + " }",
        "nested reified triples": "INSERT DATA { "
        + "<< " * deep
        + "<a:s> <a:p> 1"
        + " >>" * deep
        + " }",
        "nested annotations": "INSERT DATA { <a:s> <a:p> 1 "
        + "{| <a:p> 1 " * deep
        + "|}" * deep
        + " }",
        "nested negations": "INSERT {} WHERE { FILTER(" + "!" * deep + "1) }",
        "nested signs": "INSERT {} WHERE { FILTER(" + "-" * deep + "1) }",
        "nested paths": "DELETE {} WHERE { ?s " + "(" * deep + "<a:p>" + ")*" * deep + " ?o }",
        "a long path": "DELETE {} WHERE { ?s " + "/".join(["<a:p>"] * deep) + " ?o }",
        "unions": "INSERT {} WHERE { {} " + "UNION {} " * deep + "}",
        "options": "INSERT {} WHERE { " + "OPTIONAL { ?s ?p ?o " * deep + "}" * deep + " }",
        "many patterns": "DELETE WHERE { " + "?s ?p ?o . " * deep + "}",
        "many operators": "INSERT {} WHERE { FILTER(1" + "+1" * deep + ") }",
        "escaped quotes": 'INSERT DATA { <a:s> <a:p> "' + '\\"' * long,
        "escaped quotes of a long string": 'INSERT DATA { <a:s> <a:p> """' + '\\"""' * (long // 4),
        "quotes": '"' * (2 * long + 1),
        "backslashes": "\\" * long,
        "less-than signs": "<" * long,
        "semicolons": ";" * long,
        "an update without an end": "INSERT DATA { " + f"{triple} . " * deep,
        "variables in data": "INSERT DATA { " + f"?s ?p {'?o , ' * deep} ?o }}",
        "blank nodes to delete": "DELETE DATA { " + "_:b <a:p> 1 . " * deep + "}",
        "a surrogate": "INSERT DATA { <a:s> <a:p> '\\uD800' }",
        "a number that is none": "INSERT DATA { <a:s> <a:p> 1ee5 }",
        "NULs": "\0" * long,
        "a query": "SELECT * { ?s ?p ?o }",
        "a query behind": f"INSERT DATA {{ {triple} }} ; SELECT * {{ ?s ?p ?o }}",
        "prefixes without an end": "PREFIX a: <a:> " * deep + "PREFIX",
        "an unknown operation": "UPSERT DATA { }",
        "glued words": "INSERTDATA{<a:s><a:p>1}",
        "names of graphs without an end": "COPY " * deep,
        "usings without an end": "DELETE { ?s ?p ?o } " + "USING <a:g> " * deep,
    }
    forbidden = {
        "loading": f"LOAD <{lure}>",
        "loading at the end": f"INSERT DATA {{ {triple} }} ; LOAD <{lure}> INTO GRAPH <a:g>",
        "a service": f"INSERT {{ ?s ?p ?o }} WHERE {{ {service} }}",
        "a service that is silent": f"DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{lure}> "
        "{ ?s ?p ?o } }",
        "a service in a subselection": f"INSERT {{}} WHERE {{ {{ SELECT * {{ {service} }} }} }}",
    }
    taken = {
        "many operations": f"INSERT DATA {{ {triple} }} ; " * (deep // 5),
        "silent loads": f"LOAD SILENT <{lure}> ; " * (deep // 2),
        "many graphs": "INSERT DATA { "
        + "".join(f"GRAPH <a:g{n}> {{ {triple} }} " for n in range(500))
        + "}",
        "many objects": "INSERT DATA { <a:s> <a:p> " + "1 , " * deep + "1 }",
        "many predicates": "INSERT DATA { <a:s> <a:p> 1 " + "; <a:p> 1 " * deep + "}",
        "a long collection": "INSERT DATA { <a:s> <a:p> ( " + "1 " * deep + ") }",
        "many triples": "INSERT DATA { " + f"{triple} . " * deep + "}",
        "many deletions": "DELETE DATA { " + f"{triple} . " * deep + "}",
        "many templates": "INSERT { "
        + "?s <a:p> ?o . " * deep
        + "} WHERE { VALUES ?s { <a:s> } VALUES ?o { 1 } }",
        "many usings": "DELETE { ?s ?p ?o } " + "USING <a:g> " * deep + "WHERE { ?s ?p ?o }",
        "many prefixes": "".join(f"PREFIX p{n}: <a:{n}> " for n in range(deep // 2))
        + f"INSERT DATA {{ {triple} }}",
        "many clears": "CLEAR SILENT GRAPH <a:g> ; " * (deep // 2),
        "comments": "# x\n" * long + "DROP SILENT GRAPH <a:g>",
        "a long literal": f'INSERT DATA {{ <a:s> <a:p> """{"a" * long}""" }}',
        "a long IRI": f"INSERT DATA {{ <a:s> <a:p> <a:{'a' * long}> }}",
        "a large table": "INSERT { <a:s> <a:p> ?v } WHERE { VALUES ?v { " + "1 " * deep + "} }",
        "dates out of range": "INSERT { <a:s> <a:p> ?x } WHERE { BIND("
        "'-99999999999-12-31T00:00:00Z'"
        "^^<http://www.w3.org/2001/XMLSchema#dateTime> - "
        "'P99999999999D'^^<http://www.w3.org/2001/XMLSchema#dayTimeDuration> AS ?x) }",
    }
    yield Hostile("update: no UTF-8", UPDATE, b"INSERT DATA { <a:s> <a:p> '\xff' }")
    for name, text in refused.items():
        yield Hostile(f"update: {name}", UPDATE, text.encode())
    for name, text in forbidden.items():
        yield Hostile(f"update: {name}", UPDATE, text.encode(), forbidden=True)
    for name, text in taken.items():
        yield Hostile(f"update: {name}", UPDATE, text.encode(), refused=False)
    yield Hostile("update: too long", UPDATE, b"#" * 1_100_000)
    yield Hostile("form of an update: no UTF-8", FORM, b"update=%ff%fe")
    yield Hostile("form of an update: separators", FORM, b"&" * long)
    yield Hostile("form of an update: half escapes", FORM, b"update=" + b"%" * long)
    yield Hostile("form of an update: many", FORM, b"update=x&" * deep)
    yield Hostile(
        "form of an update: graphs", FORM, b"using-graph-uri=%20&" * deep + b"update=CLEAR+ALL"
    )
    graphs = b"using-graph-uri=a:g&" * deep + b"update=DELETE+WHERE+%7B%3Fs+?p+?o%7D"
    yield Hostile("form of an update: many graphs", FORM, graphs, refused=False)


# Well-formed bodies, of which parts are taken out, doubled or changed.
_WHOLE: Final = {
    "text/turtle": "@prefix a: <a:> .\na:s a:p 'x'@en, \"y\"^^a:t, 1.5e3, true ; "
    "a:q [ a:r ( 1 2 ) ] .\n<< a:s a:p 1 >> a:q <<( a:s a:p 'z' )>> . # end\n",
    "application/trig": "PREFIX a: <a:>\nGRAPH a:g { a:s a:p '''x\ny''' {| a:q _:b |} . }\n"
    "a:h { [] a:p () }\n",
    "application/n-triples": '<a:s> <a:p> "x\\u00E9"@en .\n'
    '_:b <a:p> <<( <a:s> <a:p> "1"^^<a:t> )>> .\n',
    "application/n-quads": '<a:s> <a:p> "x" <a:g> .\n_:b <a:p> _:c _:g .\n',
    XML: f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {RDF}><rdf:Description '
    'rdf:about="a:s"><a:p xml:lang="en">x &amp; y</a:p><a:q rdf:parseType="Collection"><a:T/></a:q>'
    "</rdf:Description></rdf:RDF>",
    JSON: '{"@context": {"@vocab": "a:", "p": {"@id": "a:p", "@container": "@list"}}, '
    '"@id": "a:s", "p": [1, "x", {"@value": "y", "@language": "en"}], "q": {"@type": "T"}}',
    UPDATE: "PREFIX a: <a:>\nWITH a:g DELETE { ?s a:p ?o } INSERT { ?s a:p 'x'@en, ?n } "
    'USING NAMED a:h WHERE { ?s a:p/a:q* ?o FILTER(?o > 1 && REGEX(STR(?s), "a+")) '
    "BIND(1 + ?o AS ?n) } ;\nDROP SILENT GRAPH a:g",
}
# fmt: off
_SPLINTERS: Final = (
    *"<>\"'\\{}[]().;,:@#^&%*/|!?-_\0 \n",
    "<<(", ")>>", '"""', "'''", "\\u", "\\uD800", "<!--", "]]>", "&x;", "é", "😀",
    "@context", "@list", "null", "1e999", "a:", "_:", "^^", "{|",
)
# fmt: on


def _changed(chance: random.Random, number: int) -> Iterator[Hostile]:
    for kind, whole in _WHOLE.items():
        for turn in range(number):
            text = whole
            for _ in range(chance.randrange(1, 4)):
                begin = chance.randrange(len(text))
                end = min(len(text), begin + chance.randrange(12))
                text = chance.choice(
                    (
                        text[:begin] + text[end:],
                        text[:begin] + chance.choice(_SPLINTERS) + text[begin:],
                        text[:end] + text[begin:end] * chance.randrange(1, 5) + text[end:],
                        text[:begin] + text[end:] + text[begin:end],
                        text[: begin + 1],
                    )
                )
            yield Hostile(f"{kind}: changed {turn}", kind, text.encode(), refused=False)
