// The picture of a citation network that can be moved about in. Without this script the page has a
// still picture; the tables below it say the same in either case.

import "./network.css";
import { AnswerError, readJson } from "../shared/answers";
import { element } from "../shared/dom";
import type { Columns } from "./columns";
import { legendOf, searchField, yearSliders, zoomButtons } from "./controls";
import { graphOf, yearsOf, type DrawnGraph } from "./graph";
import { Panel } from "./panel";
import { readState, writeState } from "./state";
import { View } from "./view";

async function start(place: HTMLElement): Promise<void> {
  const told = place.dataset;
  const said = element("p", { className: "note" }, "Drawing the network …");
  said.setAttribute("role", "status");
  place.replaceChildren(said);
  place.hidden = false;
  let columns: Columns;
  try {
    columns = await readJson<Columns>(told["network"]!);
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    said.textContent = error.message;
    return;
  }
  if (columns.nodes.id.length === 0) {
    place.hidden = true;
    return;
  }
  const look = { size: told["size"]!, colour: told["colour"]! };
  const { graph, legend } = graphOf(columns, look);
  const canvas = element("div", { className: "network-canvas" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute(
    "aria-label",
    `${columns.title}: ${graph.order} nodes, ${graph.size} ties. The tables below say the same.`,
  );
  const state = readState();
  const choose = (node: string | null, move: boolean): void => {
    view.choose(node, move);
    panel.show(node);
    state.node = node === null ? "" : graph.getNodeAttribute(node, "iri");
    writeState(state);
  };
  const goTo = (node: string): void => choose(node, true);
  const panel = new Panel(
    graph,
    told["level"]!,
    told["sizeName"]!,
    { api: told["api"]!, base: told["base"]!, home: told["home"]!, open: told["open"] ?? "" },
    goTo,
  );
  const tools = element("div", { className: "network-tools" }, searchField(graph, goTo));
  const stage = element("div", { className: "network-stage" }, canvas);
  place.replaceChildren(tools, stage, panel.root, legendOf(legend));
  let view: View;
  try {
    view = new View(graph, canvas, {
      chosen: (node) => choose(node, false),
      opened: (node) => {
        const address = panel.opened(node);
        if (address) location.assign(address);
        return address !== "";
      },
    });
  } catch {
    // Without WebGL the still picture stays, and the tables.
    said.textContent = "This browser has no WebGL: the network cannot be moved about in.";
    place.replaceChildren(said);
    return;
  }
  document.getElementById("still")?.remove();
  stage.append(zoomButtons((way) => view.zoom(way)));
  const years = yearsOf(graph);
  if (years) {
    const limit = (from: number, to: number): void => {
      const whole = from === years[0] && to === years[1];
      view.limit(whole ? null : [from, to]);
      state.from = whole ? null : from;
      state.to = whole ? null : to;
      writeState(state);
    };
    tools.append(yearSliders(years, state, limit));
    if (state.from !== null || state.to !== null) {
      limit(state.from ?? years[0], state.to ?? years[1]);
    }
  }
  const chosen = state.node ? nodeOf(graph, state.node) : null;
  if (chosen !== null) choose(chosen, true);
  place.dataset["drawn"] = String(Math.round(performance.now()));
}

function nodeOf(graph: DrawnGraph, iri: string): string | null {
  return graph.findNode((_, told) => told.iri === iri) ?? null;
}

/** Leaves fields that are empty out of the address that the form leads to. */
function shortAddress(form: HTMLFormElement): void {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

document.querySelectorAll<HTMLFormElement>("main > form").forEach(shortAddress);
const place = document.getElementById("moving");
if (place?.dataset["network"]) void start(place);
