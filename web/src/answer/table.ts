// What a table of the page holds.

export interface Column {
  index: number;
  name: string;
  isNumber: boolean;
}

/** The columns, and whether they hold numbers only. */
export function columnsOf(table: HTMLTableElement): Column[] {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  return heads.map((head, index) => {
    const texts = cellsOf(table, index)
      .map((cell) => cell.textContent.trim())
      .filter(Boolean);
    const isNumber = texts.length > 0 && texts.every((text) => !Number.isNaN(numberOf(text)));
    return { index, name: nameOf(head), isNumber };
  });
}

/** The cells of a column below its head. */
export function cellsOf(table: HTMLTableElement, index: number): HTMLTableCellElement[] {
  return [...table.tBodies[0]!.rows].map((row) => row.cells[index]!);
}

/** Whether most of a column are links. */
export function linked(table: HTMLTableElement, column: Column): boolean {
  const cells = cellsOf(table, column.index);
  return 2 * cells.filter((cell) => cell.querySelector("a")).length > cells.length;
}

/** The number that a cell shows, with commas between its thousands; NaN when it is none. */
export function numberOf(text: string): number {
  return /^[-+]?[\d,]+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text.replaceAll(",", "")) : Number.NaN;
}

function nameOf(head: HTMLTableCellElement): string {
  return head.textContent.replace(/[↑↓]/, "").trim();
}
