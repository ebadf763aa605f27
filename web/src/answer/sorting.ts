// Rows put in order by the heads of their columns, where the server has not made links of them.

import { element } from "../shared/dom";
import { numberOf } from "./table";

/** Makes the heads buttons: up, down, and as the answer came. */
export function sortable(table: HTMLTableElement): void {
  const body = table.tBodies[0]!;
  const came = [...body.rows];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  for (const [index, head] of heads.entries()) {
    if (head.querySelector("a, button")) continue;
    const button = element("button", { type: "button", className: "as-link" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const next = now === "ascending" ? "descending" : now === "descending" ? null : "ascending";
      for (const each of heads) each.removeAttribute("aria-sort");
      if (next) head.setAttribute("aria-sort", next);
      body.append(...(next ? ordered(came, index, next === "ascending" ? 1 : -1) : came));
    });
  }
}

function ordered(rows: HTMLTableRowElement[], index: number, way: 1 | -1): HTMLTableRowElement[] {
  const texts = new Map(rows.map((row) => [row, row.cells[index]!.textContent.trim()]));
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  return [...rows].sort((a, b) => {
    const [one, other] = [texts.get(a)!, texts.get(b)!];
    // What is empty stands last, whichever way.
    if (!one || !other) return Number(!one) - Number(!other);
    const [x, y] = [numberOf(one), numberOf(other)];
    const compared = Number.isNaN(x) || Number.isNaN(y) ? collator.compare(one, other) : x - y;
    return way * compared;
  });
}
