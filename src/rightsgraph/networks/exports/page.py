"""One HTML file with everything in it: the picture, a search, and the tables of nodes and edges.

It opens from a disk, asks nothing of any other place, and says so in its own policy. Without its
script the picture and the tables are there all the same.

Source: HTML Living Standard; Content Security Policy Level 3 (hashes of inline scripts).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from pathlib import Path
from typing import IO, Final

import networkx as nx
from lxml import etree

from rightsgraph.networks.attributes import Scalar
from rightsgraph.networks.exports.content import (
    edge_attributes,
    edges_of,
    graph_attributes,
    node_attributes,
    nodes_of,
    source_of,
    title_of,
)
from rightsgraph.networks.exports.drawings import svg
from rightsgraph.networks.exports.picture import draw

_HERE: Final = Path(__file__).resolve().parent
_MOST_ROWS: Final = 5000


def write_html(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a network as one HTML file that works without a server.

    All nodes, edges and attributes are in its data; the tables show the first 5,000 of each.
    """
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    picture = etree.tostring(svg(draw(network)), encoding="unicode")
    title = html.escape(title_of(network))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    out.write(
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{html.escape(source_of(network))}. {html.escape(_remarks(network))}</p>
</header>
<main>
<form id="search" role="search" hidden>
<label>Find a node <input type="search" list="labels" autocomplete="off"></label>
<button type="button" data-zoom="in" aria-label="Zoom in">+</button>
<button type="button" data-zoom="out" aria-label="Zoom out">−</button>
<button type="button" data-zoom="all">Whole</button>
<datalist id="labels"></datalist>
<output></output>
</form>
<div id="stage">
<div id="picture">{picture}</div>
<aside id="about" aria-live="polite"></aside>
</div>
{_node_table(network)}
{_edge_table(network)}
</main>
<script type="application/json" id="network">{_data(network)}</script>
<script>{script}</script>
</body>
</html>
""".encode()
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(network: nx.Graph) -> str:
    """The whole network as JSON that cannot end the element it stands in."""
    content = {
        "directed": bool(network.is_directed()),
        "graph": graph_attributes(network),
        "about": {
            attribute.name: attribute.about
            for attribute in (*node_attributes(network), *edge_attributes(network))
        },
        "nodes": [{"id": node, **told} for node, told in nodes_of(network)],
        "edges": [{"source": s, "target": t, **told} for s, t, told in edges_of(network)],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _remarks(network: nx.Graph) -> str:
    told = network.graph
    parts = [
        f"{told['citations']:,} citations counted" if "citations" in told else "",
        f"not counted: {told['setAside']}" if told.get("setAside") else "",
        f"without a known body: {told['withoutNode']:,}" if told.get("withoutNode") else "",
        str(told.get("measures", "")),
    ]
    return "; ".join(part for part in parts if part) + ("." if any(parts) else "")


def _node_table(network: nx.Graph) -> str:
    names = [a.name for a in node_attributes(network) if a.name not in ("x", "y")]
    rows = [(node, told) for node, told in nodes_of(network)]
    body = [
        f"<tr><td>{_link(node, str(told.get('label', node)))}</td>"
        + "".join(_cell(told.get(name)) for name in names if name != "label")
        + "</tr>"
        for node, told in rows[:_MOST_ROWS]
    ]
    head = ["node", *(name for name in names if name != "label")]
    return _table("Nodes", head, body, len(rows))


def _edge_table(network: nx.Graph) -> str:
    labels = {node: str(told.get("label", node)) for node, told in nodes_of(network)}
    names = [attribute.name for attribute in edge_attributes(network)]
    rows = list(edges_of(network))
    body = [
        f"<tr><td>{_link(source, labels[source])}</td><td>{_link(target, labels[target])}</td>"
        + "".join(_cell(told.get(name)) for name in names)
        + "</tr>"
        for source, target, told in rows[:_MOST_ROWS]
    ]
    return _table("Edges", ["from", "to", *names], body, len(rows))


def _table(name: str, head: list[str], body: list[str], total: int) -> str:
    cut = f", the first {len(body):,} shown" if len(body) < total else ""
    columns = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in head)
    rows = "\n".join(body)
    return (
        f"<details><summary>{name} ({total:,}{cut})</summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _link(iri: str, text: str) -> str:
    if iri.startswith(("http://", "https://")):
        return f'<a href="{html.escape(iri)}">{html.escape(text)}</a>'
    return html.escape(text)


def _cell(value: Scalar | None) -> str:
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"
