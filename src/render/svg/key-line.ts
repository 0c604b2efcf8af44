/** One line of a key, written from left to right. */
import { measureText } from "../font/typeface.ts";
import { draw, drawText, type Shape } from "./canvas.ts";
import { fillOf, LIGHT, STEPS, stepClass } from "./palette.ts";

export class KeyLine {
  readonly shape: Shape;
  readonly scale: number;
  readonly #middle: number;
  #left: number;

  constructor(shape: Shape, left: number, middle: number, scale: number) {
    this.shape = shape;
    this.scale = scale;
    this.#left = left;
    this.#middle = middle;
  }

  get #size(): number {
    return 11 * this.scale;
  }

  say(text: string): void {
    const size = this.#size;
    drawText(this.shape, "text", text, {
      x: this.#left,
      y: this.#middle + 0.36 * size,
      "font-size": size,
      class: "dim",
      fill: LIGHT.dim,
    });
    this.#left += measureText(text, size, "regular") + 0.5 * size;
  }

  gap(): void {
    this.#left += this.#size;
  }

  /** Something drawn, `width` pixels wide. */
  mark(width: number, drawMark: (left: number, middle: number) => void): void {
    drawMark(this.#left, this.#middle);
    this.#left += width + 0.5 * this.#size;
  }
}

/** The steps of the scale between its two ends; an end without a text is not in the picture. */
export function drawSwatches(line: KeyLine, least: string, most: string): void {
  if (least !== "") line.say(least);
  const size = 9 * line.scale;
  const steps = Array.from({ length: 2 * STEPS + 1 }, (_, i) => i - STEPS);
  const shown = steps.filter((step) => (step < 0 ? least !== "" : step > 0 ? most !== "" : true));
  line.mark(shown.length * size, (left, middle) => {
    for (const [i, step] of shown.entries()) {
      const place = { x: left + i * size, y: middle - size / 2, width: size, height: size };
      draw(line.shape, "rect", {
        ...place,
        class: stepClass(step),
        fill: fillOf(step),
        stroke: fillOf(step),
        "stroke-width": 0,
      });
    }
  });
  if (most !== "") line.say(most);
}
