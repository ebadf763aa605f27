// Search, years and zoom: fields and buttons that work by keyboard as well.

import { element } from "../shared/dom";
import type { DrawnGraph, Legend } from "./graph";

const SUGGESTED = 2000;

/** A field that finds a node by its name or symbol. */
export function searchField(
  graph: DrawnGraph,
  choose: (node: string) => void,
): HTMLElement {
  const names = element("datalist", { id: "node-names" });
  const known = graph
    .mapNodes((node, told) => ({ node, label: told.label, value: told.value || 0 }))
    .sort((a, b) => b.value - a.value);
  for (const { label } of known.slice(0, SUGGESTED)) names.append(element("option", { value: label }));
  const field = element("input", { id: "find-node", type: "search", autocomplete: "off" });
  field.setAttribute("list", names.id);
  const said = element("p", { className: "hint", id: "find-said" });
  said.setAttribute("role", "status");
  const find = (): void => {
    const text = field.value.trim().toLowerCase();
    said.textContent = "";
    if (!text) return;
    const found =
      known.find(({ label }) => label.toLowerCase() === text) ??
      known.find(({ label }) => label.toLowerCase().includes(text)) ??
      known.find(({ node }) => graph.getNodeAttribute(node, "iri").toLowerCase().includes(text));
    if (found) choose(found.node);
    else said.textContent = "No node is called that.";
  };
  field.addEventListener("change", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") find();
  });
  const label = element("label", { htmlFor: field.id }, "Find a node");
  return element("div", { className: "field" }, label, field, names, said);
}

/** Two sliders for the first and the last year. */
export function yearSliders(
  [first, last]: [number, number],
  start: { from: number | null; to: number | null },
  changed: (from: number, to: number) => void,
): HTMLElement {
  const said = element("output", { className: "years" });
  const slider = (id: string, label: string, value: number): HTMLInputElement => {
    const made = element("input", { id, type: "range", step: "1" });
    made.min = String(first);
    made.max = String(last);
    made.value = String(Math.min(Math.max(value, first), last));
    made.setAttribute("aria-label", label);
    return made;
  };
  const from = slider("from-year", "From year", start.from ?? first);
  const to = slider("to-year", "To year", start.to ?? last);
  const tell = (): void => {
    said.textContent = from.value === to.value ? from.value : `${from.value}–${to.value}`;
  };
  const moved = (held: HTMLInputElement): void => {
    if (Number(from.value) > Number(to.value)) {
      if (held === from) to.value = from.value;
      else from.value = to.value;
    }
    tell();
    changed(Number(from.value), Number(to.value));
  };
  from.addEventListener("input", () => moved(from));
  to.addEventListener("input", () => moved(to));
  tell();
  const group = element("fieldset", { className: "field" });
  group.append(element("legend", {}, "Years ", said), from, to);
  return group;
}

/** Buttons that go nearer, further away, and back to the whole. */
export function zoomButtons(zoom: (way: "in" | "out" | "all") => void): HTMLElement {
  const group = element("div", { className: "network-zoom" });
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Zoom");
  for (const [way, sign, label] of [
    ["in", "+", "Nearer"],
    ["out", "−", "Further away"],
    ["all", "⤢", "The whole network"],
  ] as const) {
    const button = element("button", { type: "button", title: label }, sign);
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => zoom(way));
    group.append(button);
  }
  return group;
}

/** What the colours stand for; the colour is drawn, since no style may stand in a page. */
export function legendOf(legend: Legend): HTMLElement {
  const list = element("ul", { className: "network-legend inline" });
  for (const [colour, text] of legend) {
    const spot = element("span", { className: "spot" });
    spot.style.backgroundColor = colour;
    list.append(element("li", {}, spot, text));
  }
  return list;
}
