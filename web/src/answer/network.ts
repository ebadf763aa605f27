// Two columns of a table as a network: a node for each thing, a tie for each row.

import { UndirectedGraph } from "graphology";
import { circular } from "graphology-layout";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { colourOf, element } from "../shared/dom";
import type { DrawnEdge, DrawnGraph, DrawnNode } from "../network/graph";
import { View } from "../network/view";
import { zoomButtons } from "../network/controls";
import { cellsOf, type Column } from "./table";

const STEPS = 150;

/** The drawing; a chosen node says its name and leads to its page. */
export function networkOf(table: HTMLTableElement, from: Column, to: Column): HTMLElement {
  const graph: DrawnGraph = new UndirectedGraph<DrawnNode, DrawnEdge>();
  const colours = [colourOf("--citation"), colourOf("--recommendation")];
  const node = (cell: HTMLTableCellElement, side: number): string | null => {
    const anchor = cell.querySelector("a");
    const label = cell.textContent.trim();
    if (!label) return null;
    const key = anchor?.getAttribute("href") ?? label;
    if (!graph.hasNode(key)) {
      graph.addNode(key, {
        x: 0,
        y: 0,
        size: 4,
        color: colours[side]!,
        label,
        iri: anchor?.getAttribute("href") ?? "",
        kind: "",
        year: Number.NaN,
        value: 0,
      });
    }
    return key;
  };
  const others = cellsOf(table, to.index);
  for (const [row, cell] of cellsOf(table, from.index).entries()) {
    const [one, other] = [node(cell, 0), node(others[row]!, 1)];
    if (one === null || other === null || one === other) continue;
    if (graph.hasEdge(one, other)) graph.updateEdgeAttribute(one, other, "weight", (n) => (n ?? 0) + 1);
    else graph.addEdge(one, other, { weight: 1, size: 1, first: Number.NaN, last: Number.NaN });
  }
  graph.forEachNode((key) => graph.setNodeAttribute(key, "size", 4 + 2 * Math.sqrt(graph.degree(key))));
  circular.assign(graph);
  forceAtlas2.assign(graph, { iterations: STEPS, settings: forceAtlas2.inferSettings(graph) });
  const canvas = element("div", { className: "network-canvas" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${graph.order} things, ${graph.size} ties; the table says the same`);
  const said = element("p", { className: "note" }, `${graph.order} things, ${graph.size} ties.`);
  said.setAttribute("role", "status");
  const stage = element("div", { className: "network-stage" }, canvas);
  const figure = element("figure", { className: "drawn-network" }, stage, said);
  // Its size is known only when it stands in the page.
  requestAnimationFrame(() => {
    const view = new View(graph, canvas, {
      chosen: (key) => {
        view.choose(key);
        if (key === null) return;
        const { iri, label } = graph.getNodeAttributes(key);
        said.replaceChildren(iri ? element("a", { href: iri }, label) : label);
      },
    });
    stage.append(zoomButtons((way) => view.zoom(way)));
  });
  return figure;
}
