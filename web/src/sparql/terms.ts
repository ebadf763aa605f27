// What can be written in a query: the prefixes, the words of the language, and the terms that
// stand in the graph, asked of the endpoint itself when the reader begins to write.

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { readJson } from "../shared/answers";

const WORDS = (
  "ASK BASE BIND BNODE CONSTRUCT DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH HAVING LIMIT MINUS " +
  "NAMED NOT OFFSET OPTIONAL PREFIX REDUCED SELECT SEPARATOR UNDEF UNION VALUES WHERE"
).split(" ");
const PHRASES = ["GROUP BY", "ORDER BY", "NOT EXISTS"];
const FUNCTIONS = (
  "ABS AVG BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY FLOOR GROUP_CONCAT IF IRI " +
  "isBLANK isIRI isLITERAL isNUMERIC LANG LANGMATCHES LCASE MAX MIN MONTH NOW REGEX REPLACE " +
  "ROUND SAMPLE STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS SUBSTR SUM UCASE YEAR"
).split(" ");

// The properties and classes that the graph uses, and the terms that it explains.
const USED = `SELECT DISTINCT ?term ?kind ?label WHERE {
  { [] void:property ?term BIND("property" AS ?kind) }
  UNION { [] void:class ?term BIND("class" AS ?kind) }
  UNION { ?term a owl:Class BIND("class" AS ?kind) }
  UNION { ?term a owl:ObjectProperty BIND("property" AS ?kind) }
  UNION { ?term a owl:DatatypeProperty BIND("property" AS ?kind) }
  UNION { ?term a skos:Concept ; skos:inScheme ?scheme BIND("constant" AS ?kind) }
  OPTIONAL { ?term rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) IN ("", "en")) }
  FILTER(isIRI(?term))
} LIMIT 5000`;

interface Rows {
  results: { bindings: Record<string, { value: string } | undefined>[] };
}

/** Completes queries; asks the server once, when it is first needed. */
export class Terms {
  private known: Promise<Completion[]> | null = null;

  constructor(
    private readonly endpoint: string,
    private readonly api: string,
  ) {}

  readonly complete = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const names = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
      names.delete(variable.text);
      return {
        from: variable.from,
        options: [...names].map((label) => ({ label, type: "variable" })),
        validFor: /^[?$]\w*$/,
      };
    }
    const word = context.matchBefore(/[A-Za-z][\w.-]*(?::[\w.-]*)?/);
    if (!word && !context.explicit) return null;
    this.known ??= this.ask().catch(() => []);
    return {
      from: word?.from ?? context.pos,
      options: [...(await this.known), ...LANGUAGE],
      validFor: /^[\w.:-]*$/,
    };
  };

  private async ask(): Promise<Completion[]> {
    const query = new URLSearchParams({ query: USED, format: "json" });
    const [{ prefixes }, rows] = await Promise.all([
      readJson<{ prefixes: Record<string, string> }>(`${this.api}/prefixes`),
      readJson<Rows>(`${this.endpoint}?${query}`),
    ]);
    const spaces = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
    const found = new Map<string, Completion>();
    for (const [prefix, iri] of spaces) {
      found.set(`${prefix}:`, { label: `${prefix}:`, detail: iri, type: "namespace", boost: -1 });
    }
    for (const { term, kind, label } of rows.results.bindings) {
      const short = shortened(term!.value, spaces);
      if (!short || found.get(short)?.detail) continue;
      const entry: Completion = { label: short, type: kind!.value };
      if (label) entry.detail = label.value;
      found.set(short, entry);
    }
    return [...found.values()];
  }
}

const LANGUAGE: Completion[] = [
  ...[...WORDS, ...PHRASES].map((label) => ({ label, type: "keyword", boost: -2 })),
  ...FUNCTIONS.map((label) => ({ label, apply: `${label}(`, type: "function", boost: -3 })),
];

function shortened(iri: string, spaces: [string, string][]): string {
  for (const [prefix, space] of spaces) {
    if (!iri.startsWith(space)) continue;
    const rest = iri.slice(space.length);
    return /^[A-Za-z0-9_][\w-]*$/.test(rest) ? `${prefix}:${rest}` : "";
  }
  return "";
}
