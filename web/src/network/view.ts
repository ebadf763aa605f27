// The picture: sigma with what is lit, chosen and hidden.

import Sigma from "sigma";
import { EdgeArrowProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";
import type { Settings } from "sigma/settings";
import { colourOf, onSchemeChange } from "../shared/dom";
import type { DrawnEdge, DrawnGraph, DrawnNode } from "./graph";
import { type Disc, Labels, placed } from "./labels";

// More ties than this are not drawn while the picture moves: they would hold it up.
const MOVED_TIES = 4000;
const MOST_ARROWS = 8000;
// In a network with more nodes and ties what is pointed at is lit, and all else left as it is: to
// fade it would take longer than the mouse stays.
const MOST_FADED = 12000;
// In a smaller network one sees where a node is without going there.
const MOST_AT_ONCE = 60;
// In a larger one names keep off the largest nodes alone.
const MOST_DISCS = 400;
const FONT = "system-ui, sans-serif";
const LETTERS = 12;

export interface ViewEvents {
  /** A node was chosen, or none. */
  chosen: (node: string | null) => void;
  /** A node was clicked twice; says whether that led anywhere. */
  opened?: (node: string) => boolean;
}

export class View {
  readonly sigma: Sigma<DrawnNode, DrawnEdge>;
  private readonly labels = new Labels();
  private lit: string | null = null;
  private chosen: string | null = null;
  private near = new Set<string>();
  private years: [number, number] | null = null;
  private readonly largest: string[];

  constructor(
    private readonly graph: DrawnGraph,
    container: HTMLElement,
    events: ViewEvents,
  ) {
    const size = (node: string): number => graph.getNodeAttribute(node, "size");
    this.largest = graph
      .nodes()
      .sort((one, other) => size(other) - size(one))
      .slice(0, MOST_DISCS);
    const arrows = graph.type === "directed" && graph.size <= MOST_ARROWS;
    this.sigma = new Sigma<DrawnNode, DrawnEdge>(graph, container, {
      allowInvalidContainer: true,
      defaultEdgeType: arrows ? "arrow" : "line",
      edgeProgramClasses: { arrow: EdgeArrowProgram, line: EdgeRectangleProgram },
      // A point is one corner and a circle three; for a software renderer that tells.
      nodeProgramClasses: { circle: graph.size > MOVED_TIES ? NodePointProgram : NodeCircleProgram },
      hideEdgesOnMove: graph.size > MOVED_TIES,
      hideLabelsOnMove: graph.size > MOVED_TIES,
      labelDensity: 0.7,
      labelRenderedSizeThreshold: graph.order > 300 ? 7 : 4,
      labelFont: FONT,
      labelSize: LETTERS,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      zIndex: true,
      ...this.colours(),
      nodeReducer: (key, node) => this.drawNode(key, node),
      edgeReducer: (key, edge) => this.drawEdge(key, edge),
    } as Partial<Settings<DrawnNode, DrawnEdge>>);
    this.quietWhileDragged(container);
    this.sigma.on("beforeRender", () => this.labels.begin());
    this.sigma.on("afterRender", () => {
      const style = { font: `${LETTERS}px ${FONT}`, size: LETTERS, ink: this.ink, paper: this.paper };
      this.labels.end(() => this.discs(), style);
    });
    this.sigma.on("enterNode", ({ node }) => this.light(node));
    this.sigma.on("leaveNode", () => this.light(null));
    this.sigma.on("clickNode", ({ node }) => events.chosen(node));
    this.sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      if (events.opened?.(node)) preventSigmaDefault();
    });
    this.sigma.on("clickStage", () => events.chosen(null));
    onSchemeChange(() => {
      this.sigma.setSettings(this.colours());
      this.sigma.refresh();
    });
  }

  /** Shows a node as chosen, with what it is tied to; `move` brings it into the middle. */
  choose(node: string | null, move = false): void {
    this.chosen = node;
    this.look();
    const shown = node === null ? undefined : this.sigma.getNodeDisplayData(node);
    if (shown && move && this.graph.order > MOST_AT_ONCE) {
      const camera = this.sigma.getCamera();
      const ratio = Math.min(camera.getState().ratio, 0.6);
      void camera.animate({ x: shown.x, y: shown.y, ratio }, { duration: still() ? 0 : 400 });
    }
  }

  /** Shows only what is of these years; what has no year stays. */
  limit(years: [number, number] | null): void {
    this.years = years;
    this.sigma.refresh({ skipIndexation: true });
  }

  zoom(way: "in" | "out" | "all"): void {
    const camera = this.sigma.getCamera();
    const options = { duration: still() ? 0 : 200 };
    if (way === "in") void camera.animatedZoom(options);
    else if (way === "out") void camera.animatedUnzoom(options);
    else void camera.animatedReset(options);
  }

  /** Leaves layers out that hold nothing while the picture is dragged; each costs time to lay over. */
  private quietWhileDragged(container: HTMLElement): void {
    if (this.graph.size <= MOVED_TIES) return;
    const mouse = this.sigma.getMouseCaptor();
    mouse.on("mousemovebody", () => {
      if (mouse.isMouseDown) container.classList.add("dragged");
    });
    mouse.on("mouseup", () => container.classList.remove("dragged"));
  }

  private light(node: string | null): void {
    // Who drags the picture points at nothing.
    if (this.sigma.getMouseCaptor().isMouseDown && node !== null) return;
    if (node === this.lit) return;
    const before = this.lit;
    this.lit = node;
    if (this.fades) this.look();
    else this.lightOnly(before);
  }

  /** Whether what is not tied to the node in the middle fades. */
  private get fades(): boolean {
    return this.chosen !== null || this.graph.order + this.graph.size <= MOST_FADED;
  }

  private look(): void {
    this.findNear();
    this.sigma.refresh({ skipIndexation: true });
  }

  private findNear(): void {
    const middle = this.lit ?? this.chosen;
    this.near = new Set(middle === null ? [] : this.graph.neighbors(middle));
    if (middle !== null) this.near.add(middle);
  }

  /** Draws anew what is tied to the node that is lit, and what was to the one before. */
  private lightOnly(before: string | null): void {
    const nodes = new Set(this.near);
    this.findNear();
    this.near.forEach((node) => nodes.add(node));
    const edges = [before, this.lit].flatMap((node) => (node === null ? [] : this.graph.edges(node)));
    this.sigma.refresh({
      partialGraph: { nodes: [...nodes], edges: [...new Set(edges)] },
      skipIndexation: true,
      schedule: true,
    });
  }

  private outside(year: number): boolean {
    if (this.years === null || Number.isNaN(year)) return false;
    return year < this.years[0] || year > this.years[1];
  }

  private drawNode(key: string, node: DrawnNode): Partial<DrawnNode> & Record<string, unknown> {
    const hidden = this.outside(node.year);
    if (this.near.size === 0) return { ...node, hidden };
    if (!this.near.has(key)) {
      if (!this.fades) return { ...node, hidden };
      return { ...node, hidden, color: this.faint, label: "", zIndex: 0 };
    }
    const middle = key === (this.lit ?? this.chosen);
    return { ...node, hidden, zIndex: middle ? 2 : 1, forceLabel: true, highlighted: middle };
  }

  private drawEdge(key: string, edge: DrawnEdge): Record<string, unknown> {
    const [source, target] = this.graph.extremities(key);
    const middle = this.lit ?? this.chosen;
    const early = this.years !== null && edge.first > this.years[1];
    const late = this.years !== null && edge.last < this.years[0];
    if (early || late) return { ...edge, hidden: true };
    if (middle === null) return { ...edge, color: this.tie };
    if (source !== middle && target !== middle) {
      return this.fades ? { ...edge, hidden: true } : { ...edge, color: this.tie };
    }
    return { ...edge, color: this.strong, zIndex: 1 };
  }

  /** Where the largest nodes are on the screen. */
  private discs(): Disc[] {
    return this.largest.flatMap((key) => {
      const shown = this.sigma.getNodeDisplayData(key);
      if (!shown || shown.hidden) return [];
      return [{ ...this.sigma.framedGraphToViewport(shown), size: this.sigma.scaleSize(shown.size) }];
    });
  }

  private ink = "";
  private paper = "";
  private faint = "";
  private tie = "";
  private strong = "";

  private colours(): Partial<Settings<DrawnNode, DrawnEdge>> {
    this.faint = colourOf("--line");
    this.tie = this.graph.size > MOST_ARROWS ? colourOf("--line") : colourOf("--tie");
    this.strong = colourOf("--citation");
    const ink = (this.ink = colourOf("--ink"));
    const paper = (this.paper = colourOf("--paper"));
    return {
      labelColor: { color: ink },
      defaultEdgeColor: this.tie,
      defaultDrawNodeLabel: (context, node) => this.labels.add(context, { ...node, label: node.label ?? "" }),
      defaultDrawNodeHover: (context, node, settings) => {
        context.font = `600 ${settings.labelSize}px ${settings.labelFont}`;
        const name = placed(context, { ...node, label: node.label ?? "" }, settings.labelSize);
        if (name === null) return;
        context.fillStyle = paper;
        context.globalAlpha = 0.9;
        context.fillRect(name.x - 3, name.y - 10, name.width + 6, 20);
        context.globalAlpha = 1;
        context.strokeStyle = ink;
        context.lineWidth = 2;
        context.beginPath();
        context.arc(node.x, node.y, node.size + 1, 0, 2 * Math.PI);
        context.stroke();
        context.fillStyle = ink;
        context.fillText(name.text, name.x, name.y + 4);
      },
    };
  }
}

/** Whether the reader has asked for less movement. */
function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
