// What is known of the chosen node: its ties, and the citations that they stand for.

import { AnswerError, readJson } from "../shared/answers";
import { element, link } from "../shared/dom";
import type { DrawnGraph } from "./graph";

const TIES = 60;
const CITATIONS = 40;

export interface Places {
  /** Where the API is. */
  api: string;
  /** What IRIs of this server's things begin with. */
  base: string;
  /** What stands in its place in their addresses. */
  home: string;
  /** What the address of the network of a community begins with; empty when there are none. */
  open: string;
}

interface Citation {
  id: string;
  noteNumber?: string;
  text?: string;
  pinpointText?: string;
  resolution?: { label?: string };
}

export class Panel {
  readonly root = element("aside", { className: "network-panel" });
  private waiting: AbortController | null = null;

  constructor(
    private readonly graph: DrawnGraph,
    private readonly level: string,
    private readonly sizeName: string,
    private readonly places: Places,
    private readonly choose: (node: string) => void,
  ) {
    this.root.setAttribute("aria-live", "polite");
    this.root.setAttribute("aria-label", "The chosen node");
    this.empty();
  }

  /** Says what is known of a node, or how to choose one. */
  show(node: string | null): void {
    this.waiting?.abort();
    if (node === null) {
      this.empty();
      return;
    }
    const told = this.graph.getNodeAttributes(node);
    const about = [told.kind, Number.isNaN(told.year) ? "" : String(told.year)].filter(Boolean);
    this.root.replaceChildren(
      element("h2", {}, link(this.address(told.centre || told.iri), told.label)),
      element("p", { className: "aside" }, about.join(", ")),
      this.way(node),
      element("p", {}, `${this.sizeName}: ${rounded(told.value)}`),
      ...this.ties(node),
    );
  }

  /** The address of the network of a community; empty when the node is none. */
  opened(node: string): string {
    const { members = 0, centre = "" } = this.graph.getNodeAttributes(node);
    return this.places.open && members > 1 ? this.places.open + encodeURIComponent(centre) : "";
  }

  private way(node: string): HTMLElement | string {
    const address = this.opened(node);
    if (!address) return "";
    const many = this.graph.getNodeAttribute(node, "members") ?? 0;
    return element("p", {}, link(address, `Open this community: ${many.toLocaleString("en")} nodes`));
  }

  private empty(): void {
    this.root.replaceChildren(
      element("p", { className: "note" }, "Choose a node in the picture, or by its name."),
    );
  }

  private ties(node: string): HTMLElement[] {
    if (this.graph.type !== "directed") {
      return [this.tieList("Tied to", node, this.graph.edges(node))];
    }
    return [
      this.tieList("Cited by", node, this.graph.inEdges(node)),
      this.tieList("Cites", node, this.graph.outEdges(node)),
    ];
  }

  private tieList(heading: string, node: string, edges: string[]): HTMLElement {
    if (edges.length === 0) return element("p", { className: "aside" }, `${heading}: nothing here`);
    const weight = (edge: string) => this.graph.getEdgeAttribute(edge, "weight");
    const list = element("ul", { className: "plain" });
    for (const edge of [...edges].sort((a, b) => weight(b) - weight(a)).slice(0, TIES)) {
      const other = this.graph.opposite(node, edge);
      const label = this.graph.getNodeAttribute(other, "label");
      const button = element("button", { type: "button", className: "as-link" }, label);
      button.addEventListener("click", () => this.choose(other));
      const item = element("li", {}, button, ` × ${weight(edge)} `);
      if (this.graph.type === "directed" && ["documents", "paragraphs"].includes(this.level)) {
        item.append(this.proof(edge));
      }
      list.append(item);
    }
    const more = edges.length - TIES;
    const open = element("details", { open: edges.length <= 12 });
    open.append(
      element("summary", {}, `${heading} (${edges.length.toLocaleString("en")})`),
      list,
      more > 0 ? element("p", { className: "note" }, `and ${more} more in the files`) : "",
    );
    return open;
  }

  /** A fold with the citations behind a tie, asked for when it is opened. */
  private proof(edge: string): HTMLElement {
    const fold = element("details", { className: "proof" }, element("summary", {}, "proof"));
    fold.addEventListener("toggle", () => {
      if (fold.open && fold.childElementCount === 1) void this.prove(edge, fold);
    });
    return fold;
  }

  private async prove(edge: string, fold: HTMLElement): Promise<void> {
    const [citing, cited] = this.graph.extremities(edge).map((n) => this.iri(n)) as [string, string];
    const wait = (this.waiting = new AbortController());
    const said = element("p", { className: "note" }, "Asking …");
    fold.append(said);
    const asked = new URLSearchParams({
      [citing.includes("#") ? "passage" : "document"]: citing,
      [this.level === "documents" && !cited.includes("#") ? "citedDocument" : "cited"]: cited,
      fields: "noteNumber,text,pinpointText,resolution",
      limit: String(CITATIONS),
    });
    try {
      const address = `${this.places.api}/citations?${asked}`;
      const found = await readJson<{ items: Citation[] }>(address, wait.signal);
      said.replaceWith(this.citations(found.items));
    } catch (error) {
      if (error instanceof AnswerError) said.textContent = error.message;
      else if (!wait.signal.aborted) throw error;
    }
  }

  /** A citation of a range has a row for each of its paragraphs; here it is one. */
  private citations(found: Citation[]): HTMLElement {
    const each = [...new Map(found.map((citation) => [citation.id, citation])).values()];
    if (each.length === 0) return element("p", { className: "note" }, "None is listed.");
    const list = element("ul", { className: "plain" });
    for (const citation of each) {
      const note = citation.noteNumber ? `note ${citation.noteNumber}` : "in the text";
      const how = [note, citation.pinpointText, citation.resolution?.label].filter(Boolean);
      list.append(
        element(
          "li",
          {},
          link(this.address(citation.id), how.join(", ")),
          citation.text ? element("q", {}, citation.text) : null,
        ),
      );
    }
    return list;
  }

  private iri(node: string): string {
    return this.graph.getNodeAttribute(node, "iri");
  }

  private address(iri: string): string {
    const { base, home } = this.places;
    if (iri.startsWith(base)) return home + iri.slice(base.length);
    return /^https?:/.test(iri) ? iri : "";
  }
}

function rounded(value: number): string {
  if (Number.isNaN(value)) return "–";
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toPrecision(4);
}
