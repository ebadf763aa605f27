// Names of nodes: inside the picture, and none over another.

import type { NodeDisplayData } from "sigma/types";

type Named = Pick<NodeDisplayData, "x" | "y" | "size" | "label"> & { forceLabel?: boolean };
type Box = [left: number, top: number, right: number, bottom: number];

const GAP = 4;
// A name of fewer letters says nothing.
const LEAST = 6;

export interface Placed {
  text: string;
  /** Where it begins, and how wide it is. */
  x: number;
  width: number;
}

/** A name beside its node: to the right, or to the left where there is more room; cut to the room. */
export function placed(context: CanvasRenderingContext2D, node: Named): Placed | null {
  const label = node.label;
  if (!label) return null;
  const room = context.canvas.width / context.getTransform().a;
  const right = room - node.x - node.size - 2 * GAP;
  const left = node.x - node.size - 2 * GAP;
  const whole = context.measureText(label).width;
  const onTheRight = whole <= right || right >= left;
  const [text, width] = cut(context, label, whole, onTheRight ? right : left);
  if (!text) return null;
  return { text, width, x: onTheRight ? node.x + node.size + GAP : node.x - node.size - GAP - width };
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

/** Draws the names of one frame; one that would lie over another is left out unless it must be there. */
export class Labels {
  private taken: Box[] = [];

  /** Begins a frame. */
  begin(): void {
    this.taken = [];
  }

  draw(context: CanvasRenderingContext2D, node: Named, font: string, size: number, ink: string): void {
    context.font = font;
    const found = placed(context, node);
    if (found === null) return;
    const box: Box = [found.x, node.y - size / 2, found.x + found.width, node.y + size / 2];
    const over = this.taken.some(
      (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3],
    );
    if (over && !node.forceLabel) return;
    this.taken.push(box);
    context.fillStyle = ink;
    context.fillText(found.text, found.x, node.y + size / 3);
  }
}
