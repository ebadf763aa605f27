"""Hostile RDF in every syntax: nested, long, malformed, reaching for the network.

Each function takes how many levels nested bodies have, and how often long ones repeat themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.server.hostile_body import JSON, RDF, XML, Hostile


def turtle_bodies(kind: str, lure: str, deep: int, long: int) -> Iterator[Hostile]:
    """Turtle, and TriG where it says so."""
    refused = {
        "triple terms": "<a:s> <a:p> " + "<<( <a:s> <a:p> " * deep + "1" + ")>>" * deep + " .",
        "triple terms without an end": "<a:s> <a:p> " + "<<( <a:s> <a:p> " * deep,
        "reified triples without an end": "<< <a:s> <a:p> " * deep,
        "collections without an end": "<a:s> <a:p> " + "(" * deep,
        "blank nodes without an end": "<a:s> <a:p> " + "[ <a:p> " * deep,
        "annotations without an end": "<a:s> <a:p> <a:o> " + "{| <a:p> <a:o> " * deep,
        "closing brackets": "<a:s> <a:p> 1 " + ")]}" * deep,
        "escaped quotes": '<a:s> <a:p> "' + '\\"' * long,
        "escaped quotes of a long string": '<a:s> <a:p> """' + '\\"""' * (long // 4),
        "escaped apostrophes": "<a:s> <a:p> '" + "\\'" * long,
        "quotes one on each line": '"\n' * long,
        "long strings begun": "<a:s> <a:p> " + '"""a' * (long // 3) + '"',
        "quoted terms in comments": "# <<( \n" * (long // 6) + "<a:s>",
        "less-than signs": "<" * long,
        "escaped quotes in a term": '<a:s> <a:p> <<( <a:s> <a:p> "' + '\\"' * long,
        "escaped quotes of a long string in a term": '<a:s> <a:p> <<( <a:s> <a:p> """'
        + '\\"""' * (long // 4)
        + "\\",
        "opening terms": "<a:s> <a:p> " + '<<( "' * long,
        "an IRI without an end": "<a:" + "a" * long,
        "an IRI with blanks": "<a:s> <a:p> <" + "a " * long + "> .",
        "a name without a prefix": "<a:s> <a:p> " + "a" * long + ":b .",
        "a number without an end": "<a:s> <a:p> " + "1e" * long,
        "a language tag": "<a:s> <a:p> 'x'@" + "a" * long + " .",
        "language tags": "<a:s> <a:p> 'x'@" + "-a" * long + "- .",
        "escapes": "<a:s> <a:p> '" + "\\u" * long + "' .",
        "a surrogate": "<a:s> <a:p> '\\uD800' .",
        "no character": "<a:s> <a:p> '\\UFFFFFFFF' .",
        "an IRI with an escaped blank": "<a:s> <a:p> <a:\\u0020> .",
        "a relative prefix": "@prefix x: <//[> . x:a x:a x:a .",
        "a base without an end": "@base <a:b>",
        "a literal as subject": "'a' <a:p> 1 .",
        "a blank predicate": "<a:s> _:b 1 .",
        "NULs": "\0" * long,
        "a number of datatype IRI": "<a:s> <a:p> '1'^^1 .",
        "bad datatype": "<a:s> <a:p> '1'^^<a b> .",
        "fetching": f"@import <{lure}> .",
        "directives": "@" * long,
    }
    if kind == "application/trig":
        refused |= {
            "graphs in graphs": "<a:g> { " * deep,
            "graphs of triple terms": "GRAPH <<( <a:s> <a:p> 1 )>> { }",
            "braces": "{" * long,
        }
    else:
        refused |= {"a graph": "<a:g> { <a:s> <a:p> 1 }"}
    taken = {
        "collections": "<a:s> <a:p> " + "(" * deep + ")" * deep + " .",
        "blank nodes": "<a:s> <a:p> " + "[ <a:p> " * deep + "1" + " ]" * deep + " .",
        "a long literal": '<a:s> <a:p> """' + "\n'\"a" * (long // 4) + '""" .',
        "a long number": "<a:s> <a:p> " + "1" * long + " .",
        "a large exponent": "<a:s> <a:p> 1e" + "9" * long + ", -1e999999999, 1e-999999999 .",
        "prefixes": "@prefix x: <a:> .\n" * deep,
        "bases": "@base <a:b/> .\n" * deep,
        "many languages": "".join(f"<a:s> <a:p> 'x'@a{n} .\n" for n in range(deep // 2)),
        "many predicates": "".join(f"<a:s> <a:{n}> 1 .\n" for n in range(deep // 2)),
        "far dates": "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <a:s> <a:p> "
        "'-99999999999999999999-12-31T24:00:00+14:00'^^xsd:dateTime, "
        "'999999999999-02-30'^^xsd:date, '-P99999999999999999999Y99999999999999M'^^xsd:duration, "
        "'PT9223372036854775808.9999999999999999999999S'^^xsd:dayTimeDuration, "
        "'99999999999999999999999999999999999999999'^^xsd:integer, "
        "'-170141183460469231731.687303715884105728'^^xsd:decimal, "
        "'25:61:61'^^xsd:time, '--02-31'^^xsd:gMonthDay, 'NaN'^^xsd:float, '+INF'^^xsd:double .",
    }
    if kind == "application/trig":
        taken = {}  # it takes what Turtle takes, and each costs a publication
    yield Hostile(f"{kind}: no UTF-8", kind, b"<a:s> <a:p> '" + b"\xff\xfe" * 1000 + b"' .")
    yield Hostile(f"{kind}: UTF-16", kind, "<a:s> <a:p> 1 .".encode("utf-16"))
    yield Hostile(f"{kind}: a cut character", kind, b"<a:s> <a:p> '\xe2\x82")
    yield Hostile(
        f"{kind}: two marks of byte order", kind, b"\xef\xbb\xbf" * 2 + b"<a:s> <a:p> 1 ."
    )
    for texts, fails in ((refused, True), (taken, False)):
        for name, text in texts.items():
            yield Hostile(f"{kind}: {name}", kind, text.encode(), fails)


def lines_bodies(kind: str, deep: int, long: int) -> Iterator[Hostile]:
    """N-Triples and N-Quads."""
    line = "<a:s> <a:p> <a:o> "
    refused = {
        "triple terms": "<a:s> <a:p> " + "<<( <a:s> <a:p> " * deep + "<a:o>" + " )>>" * deep + " .",
        "triple terms without an end": "<a:s> <a:p> " + "<<( <a:s> <a:p> " * deep,
        "escaped quotes": '<a:s> <a:p> "' + '\\"' * long,
        "triple terms of open strings": "<a:s> <a:p> " + '<<( "' * long,
        "lines without a dot": (line + "\n") * 2000,
        "one long line": line * deep,
        "a relative IRI": "<s> <a:p> <a:o> .",
        "a name": "a:s <a:p> <a:o> .",
        "a number": "<a:s> <a:p> 1 .",
        "five terms": f"{line} <a:g> <a:h> .",
        "a graph of a literal": f'{line} "g" .',
        "a long IRI": "<a:" + "a" * long,
        "a literal over two lines": '<a:s> <a:p> "a\nb" .',
        "NULs": "\0" * long,
        "a surrogate": '<a:s> <a:p> "\\uDFFF" .',
        "a blank node without a name": "_: <a:p> <a:o> .",
        "a long blank node": "_:" + "a" * long + " <a:p> .",
        "dots": "." * long,
    }
    yield Hostile(f"{kind}: no UTF-8", kind, b'<a:s> <a:p> "\xc0\xaf" .')
    for name, text in refused.items():
        yield Hostile(f"{kind}: {name}", kind, text.encode())
    yield Hostile(
        f"{kind}: a long literal", kind, f'<a:s> <a:p> "{"a" * long}" .'.encode(), refused=False
    )
    yield Hostile(f"{kind}: empty lines", kind, b"\n" * long, refused=False)


def xml_bodies(lure: str, deep: int, long: int) -> Iterator[Hostile]:
    """RDF/XML: entities, documents elsewhere, encodings."""
    expand = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    flat = f'<!ENTITY b "{"b" * long}">'

    def document(text: str, head: str = "") -> str:
        return f'<?xml version="1.0"?>{head}<rdf:RDF {RDF}>{text}</rdf:RDF>'

    def described(text: str, head: str = "") -> str:
        return document(f'<rdf:Description rdf:about="a:s">{text}</rdf:Description>', head)

    refused = {
        "an entity bomb": described("<a:p>&e11;</a:p>", f'<!DOCTYPE r [<!ENTITY e0 "x">{expand}]>'),
        "a flat entity bomb": described(f"<a:p>{'&b;' * deep}</a:p>", f"<!DOCTYPE r [{flat}]>"),
        "an external entity": described(
            "<a:p>&x;</a:p>", f'<!DOCTYPE r [<!ENTITY x SYSTEM "{lure}">]>'
        ),
        "an external file": described(
            "<a:p>&x;</a:p>", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        ),
        "an external document type": described("", f'<!DOCTYPE rdf:RDF SYSTEM "{lure}">'),
        "a public document type": described("", f'<!DOCTYPE rdf:RDF PUBLIC "-//x//y" "{lure}">'),
        "a parameter entity": described("", f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{lure}"> %x;]>'),
        "an entity that is itself": described("<a:p>&x;</a:p>", '<!DOCTYPE r [<!ENTITY x "&x;">]>'),
        "an unknown entity": described("<a:p>&nbsp;</a:p>"),
        "a small document type": described("", "<!DOCTYPE r>"),
        "elements without an end": "<a>" * deep,
        "nested nodes": document(
            "<rdf:Description><a:p>" * deep + "</a:p></rdf:Description>" * deep
        ),
        "nested resources": described('<a:p rdf:parseType="Resource">' * deep + "</a:p>" * deep),
        "nested markup": described(
            '<a:p rdf:parseType="Literal">' + "<b>" * deep + "</b>" * deep + "</a:p>"
        ),
        "no root": "",
        "two roots": "<a/><a/>",
        "text beside the root": described("") + "x",
        "an attribute without an end": f'<rdf:RDF {RDF} a:b="' + "a" * long,
        "an attribute twice": f'<rdf:RDF {RDF} a:b="1" a:b="2"/>',
        "a comment without an end": "<!--" + "-" * long,
        "comments": "<!--" * long,
        "CDATA without an end": described("<a:p><![CDATA[" + "]" * long),
        "an instruction without an end": "<?" + "a" * long,
        "an unknown prefix": described("<b:p>1</b:p>"),
        "a number of no character": described("<a:p>&#0;&#xFFFFFFFF;</a:p>"),
        "a large number of a character": described(f"<a:p>&#{'9' * 10_000};</a:p>"),
        "NULs": "\0" * long,
        "an unknown encoding": f'<?xml version="1.0" encoding="x-none"?><rdf:RDF {RDF}/>',
        "an encoding of several bytes": f'<?xml version="1.0" encoding="utf-7"?><rdf:RDF {RDF}/>',
        "an encoding that is a codec": f'<?xml version="1.0" encoding="base64"?><rdf:RDF {RDF}/>',
        "an encoding that opens files": f'<?xml version="1.0" encoding="../x"?><rdf:RDF {RDF}/>',
        "rdf:li as a node": document("<rdf:li/>"),
        "an id twice": described("").replace("rdf:about", "rdf:ID") * 2,
        "a bad id": document('<rdf:Description rdf:ID="1 2"/>'),
        "many attributes": f"<rdf:RDF {RDF}><rdf:Description "
        + " ".join(f'a:b{n}="1"' for n in range(long // 3))
        + "/></rdf:RDF>",
        "a bad base": f'<rdf:RDF {RDF} xml:base="//[">'
        '<rdf:Description rdf:about="x" a:p="1"/></rdf:RDF>',
        "the reserved prefix": f'<rdf:RDF {RDF} xmlns:xml="a:"/>',
    }
    yield Hostile("XML: no UTF-8", XML, described("<a:p>\xff</a:p>").encode("latin-1"))
    yield Hostile("XML: a hidden bomb of UTF-16", XML, refused["an entity bomb"].encode("utf-16"))
    hidden = b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE r><r/>".encode("cp037")
    yield Hostile("XML: a document type in EBCDIC", XML, hidden)
    for name, text in refused.items():
        yield Hostile(f"XML: {name}", XML, text.encode())
    inclusion = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{lure}"/>'
    taken = {
        "a name that is no name": described("<a:1>1</a:1>"),
        "a version that is none": f'<?xml version="9.9"?><rdf:RDF {RDF}/>',
        "a style sheet": f'<?xml-stylesheet href="{lure}"?><rdf:RDF {RDF}/>',
        "a schema": f'<rdf:RDF {RDF} xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
        f'i:schemaLocation="a: {lure}"/>',
        "an inclusion": described(f'<a:p rdf:parseType="Literal">{inclusion}</a:p>'),
        "many names of spaces": f"<rdf:RDF {RDF} "
        + " ".join(f'xmlns:n{n}="a:{n}"' for n in range(400))
        + "/>",
        "a long text": described(f"<a:p>{'a]]&gt;' * (long // 7)}</a:p>"),
        "many items": document("<rdf:Bag>" + "<rdf:li>1</rdf:li>" * (deep // 4) + "</rdf:Bag>"),
    }
    for name, text in taken.items():
        yield Hostile(f"XML: {name}", XML, text.encode(), refused=False)


def json_bodies(lure: str, deep: int, long: int) -> Iterator[Hostile]:
    """JSON-LD: contexts elsewhere, circles of terms."""
    node = {"@id": "a:s", "a:p": 1}

    def context(value: object, **more: object) -> str:
        return json.dumps({"@context": value, "@id": "a:s", "p": 1, **more})

    refused = {
        "nested nodes": '{"a:p":' * deep + "1" + "}" * deep,
        "nested nodes without an end": '{"a:p":' * deep,
        "nested lists": "[" * deep + "]" * deep,
        "nested lists of lists": '{"a:p":' + '{"@list":[' * deep + "]}" * deep + "}",
        "nested contexts": context([[[[[["x"]]]]]]) + "[" * deep,
        "nested graphs": '{"@graph":[' * deep + "]}" * deep,
        "closing brackets": "]" * deep,
        "a remote context": context(lure),
        "remote contexts": context([lure, {"p": "a:p"}, lure + "2"]),
        "a remote context of a term": context({"p": {"@id": "a:p", "@context": lure}}, p={"q": 1}),
        "a remote context of a type": json.dumps(
            {"@context": {"T": {"@id": "a:T", "@context": lure}}, "@type": "T"}
        ),
        "a remote context further in": json.dumps({"a:p": {"@context": lure, "@id": "a:x"}}),
        "an imported context": context({"@version": 1.1, "@import": lure}),
        "a relative context": context("../context.jsonld"),
        "a context of a file": context("file:///etc/passwd"),
        "terms in a circle": context({"p": "q:x", "q": "p:x"}),
        "a longer circle of terms": context({f"t{n}": f"t{(n + 1) % 50}:x" for n in range(50)}),
        "a term that is itself": context({"p": {"@id": "p"}, "@vocab": None}).replace("a:s", "p:x")
        + "x",
        "a keyword as a term": context({"@type": "a:p"}),
        "an alias of the context": context({"c": "@context"}),
        "a bad container": context({"p": {"@id": "a:p", "@container": "@nothing"}}),
        "a bad language": context({"@language": 5}),
        "a bad base": context({"@base": 7}),
        "a bad vocabulary": context({"@vocab": [1]}),
        "a bad version": context({"@version": 2.0}),
        "a protected term changed": context([{"@protected": True, "p": "a:p"}, {"p": "a:q"}]),
        "a value with everything": json.dumps(
            {"a:p": {"@value": "x", "@type": "a:t", "@language": "en"}}
        ),
        "a value that is an object": json.dumps({"a:p": {"@value": {"x": 1}}}),
        "an id that is a number": json.dumps({"@id": 5, "a:p": 1}),
        "a type that is a number": json.dumps({"@type": 5}),
        "a list in a reverse": json.dumps({"@reverse": {"a:p": {"@list": [1]}}}),
        "keys twice and wrong": '{"@id":"a:s","@id":"a:t","@type":{}}',
        "escaped quotes": '{"a:p":"' + '\\"' * long,
        "backslashes": '{"a:p":"' + "\\" * (2 * long + 1) + '"}',
        "quotes": '"' * (2 * long + 1),
        "no JSON": "hello",
        "JSON without quotes": "{a:1}",
        "a number that is none": '{"a:p":-}',
        "not a number": '{"a:p":NaN}',
        "a control character": '{"a:p":"\x01"}',
        "NULs": "\0" * long,
        "a comma too many": '{"a:p":1,}',
        "two documents": "{}{}",
        "half a surrogate": '{"a:p":"\\ud800"}',
        "an unknown escape": '{"a:p":"\\x41"}',
    }
    yield Hostile("JSON: no UTF-8", JSON, b'{"a:p":"\xff"}')
    yield Hostile("JSON: UTF-16", JSON, json.dumps(node).encode("utf-16"))
    for name, text in refused.items():
        yield Hostile(f"JSON: {name}", JSON, text.encode())
    taken = {
        "a large number": '{"@id":"a:s","a:p":1e999999999,"a:q":' + "9" * 5000 + "}",
        "a long number": '{"@id":"a:s","a:p":0.' + "1" * long + "}",
        "many terms": context({f"t{n}": f"a:{n}" for n in range(deep // 4)}),
        "many prefixes on prefixes": context({f"t{n}": f"t{n - 1}:x" for n in range(1, 60)}),
        "a long key": json.dumps({"@id": "a:s", "a:" + "p" * long: 1}),
        "a long list": json.dumps({"@id": "a:s", "a:p": {"@list": [1] * (deep // 2)}}),
        "many contexts": context([{"p": "a:p"}] * 3000),
        "a lure as an IRI": json.dumps({"@id": lure, "a:p": {"@id": lure + "x"}}),
        "an empty document": "",
        "only blanks": " " * long,
    }
    for name, text in taken.items():
        yield Hostile(f"JSON: {name}", JSON, text.encode(), refused=False)
