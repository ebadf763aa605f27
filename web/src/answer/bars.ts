// A column of numbers as bars, in the order of the table.

import { element } from "../shared/dom";
import { cellsOf, numberOf, type Column } from "./table";

const MOST = 100;
const SVG = "http://www.w3.org/2000/svg";
const ROW = 24;
const WIDEST = 900;
const NARROWEST = 300;
const NUMBER = 70;
const CHARACTER = 8;

/** A picture of a bar for each row, called as the columns before its number. */
export function barsOf(table: HTMLTableElement, named: Column[], counted: Column): HTMLElement {
  const parts = named.map((column) => cellsOf(table, column.index));
  const values = cellsOf(table, counted.index).slice(0, MOST).map((cell) => numberOf(cell.textContent.trim()) || 0);
  const most = Math.max(...values, 0);
  // As wide as the page is when it is drawn, so that words on a phone can be read.
  const room = (table.closest(".wide") ?? table).clientWidth;
  const whole = Math.min(Math.max(room, NARROWEST), WIDEST);
  const labels = values.map((_, row) => parts.map((cells) => cells[row]!.textContent.trim()).join(" "));
  // As much as the longest name needs, and on a wide page half of it.
  const needed = Math.max(...labels.map((label) => label.length), 0) * CHARACTER + 8;
  const left = Math.round(Math.min(needed, whole * (whole > 600 ? 0.5 : 0.36)));
  const longest = Math.floor((left - 8) / CHARACTER);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${whole} ${values.length * ROW}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${counted.name} of each ${named.map((column) => column.name).join(", ")}; the table says the same`);
  const draw = (name: string, attributes: Record<string, string | number>, text = ""): void => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    svg.append(made);
  };
  for (const [row, value] of values.entries()) {
    const label = labels[row]!;
    const short = label.length > longest ? `${label.slice(0, longest - 1)}…` : label;
    const y = row * ROW;
    const width = most > 0 ? Math.max((Math.max(value, 0) / most) * (whole - left - NUMBER), 1) : 1;
    draw("text", { x: left - 8, y: y + 17, "text-anchor": "end", class: "bar-label" }, short);
    draw("rect", { x: left, y: y + 4, width, height: ROW - 8, class: "bar" });
    draw("text", { x: left + width + 6, y: y + 17, class: "bar-value" }, value.toLocaleString("en"));
  }
  const figure = element("figure", { className: "bars" });
  figure.append(svg);
  const rows = table.tBodies[0]!.rows.length;
  if (rows > MOST) {
    figure.append(element("figcaption", { className: "note" }, `The first ${MOST} of ${rows} rows.`));
  }
  return figure;
}
