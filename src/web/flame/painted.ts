/** The picture of the boxes, kept, and what of it is shown with the selected one. */
import { NONE } from "../../profile/tables.ts";
import type { Boxes } from "./boxes.ts";
import { LEVEL_HEIGHT, type Looks, type Palette, paintBoxes, readPalette, strokeBox } from "./paint.ts";

/** The boxes as they were painted last, and in which colours: to select one strokes it on a copy, since to paint all of them takes a while. */
export interface Painted {
  readonly picture: HTMLCanvasElement;
  readonly palette: Palette;
}

export function paintPicture(
  canvas: HTMLCanvasElement | null,
  boxes: Boxes,
  looks: Looks,
  pixels: number,
): Painted | undefined {
  const picture = document.createElement("canvas");
  const context = picture.getContext("2d");
  if (canvas === null || context === null) return undefined;
  const ratio = globalThis.devicePixelRatio || 1;
  picture.width = Math.round(pixels * ratio);
  picture.height = Math.round(Math.max(1, boxes.levels) * LEVEL_HEIGHT * ratio);
  context.scale(ratio, ratio);
  const palette = readPalette(canvas);
  paintBoxes(context, boxes, looks, palette, pixels);
  canvas.width = picture.width;
  canvas.height = picture.height;
  return { picture, palette };
}

export function showSelected(
  canvas: HTMLCanvasElement | null,
  painted: Painted | undefined,
  { boxes, row, pixels }: { readonly boxes: Boxes; readonly row: number; readonly pixels: number },
): void {
  const context = canvas?.getContext("2d");
  if (canvas === null || painted === undefined || context === null || context === undefined) return;
  context.resetTransform();
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(painted.picture, 0, 0);
  const ratio = globalThis.devicePixelRatio || 1;
  context.scale(ratio, ratio);
  if (row !== NONE && boxes.part[row] !== 0) strokeBox(context, boxes, row, painted.palette, pixels);
}
