// What the reader looks at, in the part of the address that the server does not see:
// `#node=…&from=1990&to=2015`. Which network it is stands before it.

export interface State {
  /** The IRI of the chosen node. */
  node: string;
  from: number | null;
  to: number | null;
}

/** The state that the address has. */
export function readState(): State {
  const given = new URLSearchParams(location.hash.slice(1));
  return { node: given.get("node") ?? "", from: year(given, "from"), to: year(given, "to") };
}

/** Puts the state into the address, without a new entry in the history. */
export function writeState(state: State): void {
  const given = new URLSearchParams();
  if (state.node) given.set("node", state.node);
  if (state.from !== null) given.set("from", String(state.from));
  if (state.to !== null) given.set("to", String(state.to));
  const hash = given.size > 0 ? `#${given}` : "";
  history.replaceState(null, "", `${location.pathname}${location.search}${hash}`);
}

function year(given: URLSearchParams, name: string): number | null {
  const text = given.get(name) ?? "";
  return /^\d{4}$/.test(text) ? Number(text) : null;
}
