// The network as a graph that sigma draws: nodes by number, with place, size, colour and year.

import { DirectedGraph, UndirectedGraph } from "graphology";
import type Graph from "graphology";
import { numbers, texts, type Columns } from "./columns";

export interface DrawnNode {
  x: number;
  y: number;
  size: number;
  color: string;
  label: string;
  iri: string;
  kind: string;
  year: number;
  value: number;
  /** How many nodes a community has. */
  members?: number;
  /** The IRI of the node that a community is named by. */
  centre?: string;
  hidden?: boolean;
}

export interface DrawnEdge {
  weight: number;
  size: number;
  first: number;
  last: number;
}

export type DrawnGraph = Graph<DrawnNode, DrawnEdge>;

/** How the picture tells its nodes apart. */
export interface Look {
  /** The attribute that gives the size. */
  size: string;
  /** `kind`, `community` or `year`. */
  colour: string;
}

export type Legend = [colour: string, text: string][];

// From old to new, of a middle lightness: told apart from the paper of both schemes.
const YEARS = ["#7b5fc0", "#5a78c8", "#3f8fb5", "#2f9a8f", "#3f9a55", "#7d9430", "#b0821c"];
const WITHOUT_YEAR = "#8a8a8a";
const SMALLEST = 3;
const LARGEST = 18;
const LONGEST = 60;

/** The graph of a network, and what its colours stand for. */
export function graphOf(columns: Columns, look: Look): { graph: DrawnGraph; legend: Legend } {
  const count = columns.nodes.id.length;
  const graph: DrawnGraph = columns.directed ? new DirectedGraph() : new UndirectedGraph();
  const labels = texts(columns.nodes, "label", count);
  const kinds = texts(columns.nodes, "kindName", count);
  const types = texts(columns.nodes, "nodeType", count);
  const years = numbers(columns.nodes, "year", count);
  const values = numbers(columns.nodes, look.size, count);
  const xs = numbers(columns.nodes, "x", count);
  const ys = numbers(columns.nodes, "y", count);
  const colours = texts(columns.nodes, "colour", count);
  const members = numbers(columns.nodes, "members", count);
  const centres = texts(columns.nodes, "centre", count);
  const scale = yearScale(years);
  const most = values.reduce((top, value) => (value > top ? value : top), 0);
  // Many nodes are drawn smaller, so that they do not hide each other.
  const largest = count > 2000 ? LARGEST / 1.5 : LARGEST;
  const smallest = count > 2000 ? SMALLEST / 2 : count > 200 ? SMALLEST : SMALLEST * 1.8;
  columns.nodes.id.forEach((iri, row) => {
    const value = values[row]!;
    const share = most > 0 && value > 0 ? Math.sqrt(value / most) : 0;
    graph.addNode(String(row), {
      x: xs[row]!,
      y: ys[row]!,
      size: smallest + (largest - smallest) * share,
      color: look.colour === "year" ? scale.colour(years[row]!) : colours[row]!,
      label: shortened(labels[row] || iri),
      iri,
      kind: kinds[row] || types[row]!,
      year: years[row]!,
      value,
      members: members[row] || 0,
      centre: centres[row]!,
    });
  });
  const ties = columns.edges.source.length;
  const weights = numbers(columns.edges, "weight", ties);
  const firsts = texts(columns.edges, "first", ties);
  const lasts = texts(columns.edges, "last", ties);
  columns.edges.source.forEach((source, row) => {
    const weight = weights[row] || 1;
    graph.addEdge(String(source), String(columns.edges.target[row]), {
      weight,
      size: Math.min(0.5 + Math.log2(weight), 5),
      first: yearOf(firsts[row]!),
      last: yearOf(lasts[row]!),
    });
  });
  return { graph, legend: look.colour === "year" ? scale.legend : columns.legend };
}

/** A label that leaves room for others; the whole one is on the page of the node. */
function shortened(label: string): string {
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1).trimEnd()}…`;
}

function yearOf(date: string): number {
  return date ? Number(date.slice(0, 4)) : Number.NaN;
}

function yearScale(years: number[]): {
  colour: (year: number) => string;
  legend: Legend;
} {
  const known = years.filter((year) => !Number.isNaN(year));
  const first = known.reduce((least, year) => Math.min(least, year), Number.POSITIVE_INFINITY);
  const last = known.reduce((most, year) => Math.max(most, year), Number.NEGATIVE_INFINITY);
  const step = Math.max(1, Math.ceil((last - first + 1) / YEARS.length));
  const bin = (year: number) => YEARS[Math.floor((year - first) / step)] ?? YEARS.at(-1)!;
  const legend: Legend = [];
  for (let from = first; from <= last; from += step) {
    const to = Math.min(from + step - 1, last);
    legend.push([bin(from), from === to ? `${from}` : `${from}–${to}`]);
  }
  if (known.length < years.length) legend.push([WITHOUT_YEAR, "no date"]);
  return { colour: (year) => (Number.isNaN(year) ? WITHOUT_YEAR : bin(year)), legend };
}

/** The years from the first to the last that nodes or ties have; nothing when none has one. */
export function yearsOf(graph: DrawnGraph): [number, number] | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const take = (year: number): void => {
    if (Number.isNaN(year)) return;
    if (year < first) first = year;
    if (year > last) last = year;
  };
  graph.forEachNode((_, node) => take(node.year));
  graph.forEachEdge((_, edge) => {
    take(edge.first);
    take(edge.last);
  });
  return first < last ? [first, last] : null;
}
