// Names of nodes: inside the picture, on no other name and on no other node, the larger nodes first.

import type { NodeDisplayData } from "sigma/types";

type Named = Pick<NodeDisplayData, "x" | "y" | "size" | "label"> & { forceLabel?: boolean };
type Box = [left: number, top: number, right: number, bottom: number];

const GAP = 4;
// A name of fewer letters says nothing.
const LEAST = 6;
// How far a name keeps from what is under it: the ties, which the colour of the paper parts it from.
const HALO = 3;
// Of a name that has no room these parts are tried.
const PARTS = [1, 0.7, 0.5, 0.35] as const;
// The buttons in the corner below, which lie over the picture.
const BUTTONS = [136, 52] as const;

export interface Disc {
  x: number;
  y: number;
  size: number;
}

export interface Placed {
  text: string;
  /** Where it begins, how wide it is, and its middle. */
  x: number;
  width: number;
  y: number;
}

interface Style {
  font: string;
  size: number;
  ink: string;
  paper: string;
}

/**
 * A name beside its node: to the right, to the left, below or above; whole where there is room, else
 * cut, and cut shorter. None where everything is taken, unless `must`.
 */
export function placed(
  context: CanvasRenderingContext2D,
  node: Named,
  height: number,
  free: (box: Box) => boolean = () => true,
  must = true,
): Placed | null {
  const label = node.label;
  if (!label) return null;
  const whole = context.measureText(label).width;
  const room = context.canvas.width / context.getTransform().a;
  let first: Placed | null = null;
  for (const part of PARTS) {
    const [text, width] = cut(context, label, whole, Math.min(whole * part, room - 2 * GAP));
    if (!text) break;
    const places = around(node, text, width, height, room);
    const found = places.find((place) => free(boxOf(place, height)));
    if (found) return found;
    first ??= places[0] ?? null;
  }
  return must ? first : null;
}

/** Where a text may stand around a node. */
function around(node: Named, text: string, width: number, height: number, room: number): Placed[] {
  const aside = node.size + GAP;
  const away = aside + height / 2;
  const middle = Math.max(GAP, Math.min(node.x - width / 2, room - width - GAP));
  const places: Placed[] = [];
  if (node.x + aside + width + GAP <= room) places.push({ text, width, x: node.x + aside, y: node.y });
  if (node.x - aside - width >= GAP) places.push({ text, width, x: node.x - aside - width, y: node.y });
  places.push({ text, width, x: middle, y: node.y + away });
  if (node.y - away > height) places.push({ text, width, x: middle, y: node.y - away });
  return places;
}

function boxOf(place: Placed, height: number): Box {
  return [place.x, place.y - height / 2, place.x + place.width, place.y + height / 2];
}

function cut(
  context: CanvasRenderingContext2D,
  label: string,
  whole: number,
  room: number,
): [text: string, width: number] {
  if (whole <= room) return [label, whole];
  let length = Math.floor((label.length * room) / whole);
  while (length >= LEAST) {
    const text = `${label.slice(0, length - 1).trimEnd()}…`;
    const width = context.measureText(text).width;
    if (width <= room) return [text, width];
    length -= 1;
  }
  return ["", 0];
}

/** Gathers the names of one frame, and draws them when all are known. */
export class Labels {
  private waiting: Named[] = [];
  private context: CanvasRenderingContext2D | null = null;

  /** Begins a frame. */
  begin(): void {
    this.waiting = [];
  }

  add(context: CanvasRenderingContext2D, node: Named): void {
    this.context = context;
    this.waiting.push(node);
  }

  /** Draws the names; those that must be there first, then those of larger nodes. */
  end(discsNow: () => Disc[], style: Style): void {
    const context = this.context;
    if (context === null || this.waiting.length === 0) return;
    const discs = discsNow();
    const { canvas } = context;
    const scale = context.getTransform().a;
    const [width, height] = [canvas.width / scale, canvas.height / scale];
    const taken: Box[] = [[width - BUTTONS[0], height - BUTTONS[1], width, height]];
    const free = (node: Named) => (box: Box) =>
      !taken.some((other) => overlap(box, other)) &&
      !discs.some((disc) => covers(box, disc) && (disc.x !== node.x || disc.y !== node.y));
    context.font = style.font;
    context.lineJoin = "round";
    context.lineWidth = 2 * HALO;
    context.strokeStyle = style.paper;
    context.fillStyle = style.ink;
    const rank = (node: Named): number => (node.forceLabel ? 1e6 : 0) + node.size;
    for (const node of this.waiting.sort((one, other) => rank(other) - rank(one))) {
      const name = placed(context, node, style.size, free(node), node.forceLabel);
      if (name === null) continue;
      taken.push(boxOf(name, style.size));
      context.globalAlpha = 0.85;
      context.strokeText(name.text, name.x, name.y + style.size / 3);
      context.globalAlpha = 1;
      context.fillText(name.text, name.x, name.y + style.size / 3);
    }
  }
}

function overlap(one: Box, other: Box): boolean {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

function covers(box: Box, disc: Disc): boolean {
  const across = Math.max(box[0] - disc.x, 0, disc.x - box[2]);
  const along = Math.max(box[1] - disc.y, 0, disc.y - box[3]);
  return across * across + along * along < disc.size * disc.size;
}
