// A table of answers: put in order by its heads, drawn as bars, drawn as a network.

import "./answer.css";
import { element } from "../shared/dom";
import { barsOf } from "./bars";
import { sortable } from "./sorting";
import { columnsOf, linked, type Column } from "./table";

type Way = "bars" | "network";

function start(table: HTMLTableElement): void {
  sortable(table);
  const columns = columnsOf(table);
  const buttons: Partial<Record<Way, HTMLButtonElement>> = {};
  const place = element("div", { className: "drawn" });
  const actions = element("p", { className: "actions" });
  const offer = (way: Way, label: string, draw: () => Promise<HTMLElement> | HTMLElement): void => {
    const button = element("button", { type: "button" }, label);
    button.setAttribute("aria-pressed", "false");
    buttons[way] = button;
    actions.append(button);
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const each of Object.values(buttons)) each.setAttribute("aria-pressed", String(on && each === button));
      place.replaceChildren();
      history.replaceState(null, "", on ? `#as=${way}` : location.pathname + location.search);
      if (on) void Promise.resolve(draw()).then((drawing) => place.replaceChildren(drawing));
    });
  };
  const counted = columns.findLast((column) => column.isNumber);
  const named = columns.filter((column) => !column.isNumber && column.index < (counted?.index ?? 0));
  if (named.length > 0 && counted && table.tBodies[0]!.rows.length > 1) {
    offer("bars", `${counted.name} as bars`, () => barsOf(table, named, counted));
  }
  const ends = columns.filter((column: Column) => linked(table, column));
  if (ends.length >= 2) {
    const [from, to] = ends as [Column, Column];
    offer("network", `${from.name} and ${to.name} as a network`, async () => {
      const { networkOf } = await import("./network");
      return networkOf(table, from, to);
    });
  }
  if (!actions.childElementCount) return;
  const before = table.closest(".wide") ?? table;
  before.before(actions, place);
  const asked = new URLSearchParams(location.hash.slice(1)).get("as");
  if (asked === "bars" || asked === "network") buttons[asked]?.click();
}

const table = document.querySelector<HTMLTableElement>("main table");
if (table?.tBodies[0]) start(table);
