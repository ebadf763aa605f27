// A network as the server gives it: a list for each attribute (docs/networks.md, `columns`).

export type Value = string | number | boolean | null;

export interface Columns {
  directed: boolean;
  title: string;
  legend: [colour: string, text: string][];
  nodes: { id: string[]; [attribute: string]: Value[] };
  edges: { source: number[]; target: number[]; [attribute: string]: Value[] };
}

/** A column of numbers; what is missing is NaN. */
export function numbers(columns: Record<string, Value[]>, name: string, length: number): number[] {
  const found = columns[name];
  return Array.from({ length }, (_, row) => {
    const value = found?.[row];
    return typeof value === "number" ? value : Number.NaN;
  });
}

/** A column of texts; what is missing is empty. */
export function texts(columns: Record<string, Value[]>, name: string, length: number): string[] {
  const found = columns[name];
  return Array.from({ length }, (_, row) => {
    const value = found?.[row];
    return value === null || value === undefined ? "" : String(value);
  });
}
