/** What the colours and marks of a flame graph mean. */
import { type ColumnUnit, formatDelta, formatValue } from "../../../measurement/delta.ts";
import type { FlameReport } from "../../../report/pictures/flame.ts";
import { draw, type Shape } from "../canvas.ts";
import type { Phrase } from "../heading.ts";
import { drawSwatches, KeyLine } from "../key-line.ts";
import { borderOf, fillOf, LIGHT, lineClass, lineOf, stepClass } from "../palette.ts";
import { dim, strong } from "../text-rows.ts";

export const FLAME_KEY_HEIGHT = 30;

export function drawFlameKey(
  parent: Shape,
  report: FlameReport,
  scale: { readonly unit: ColumnUnit; readonly largest: number },
  x: number,
  y: number,
): void {
  const { boxes, header } = report;
  const isDiff = header.totals !== undefined;
  const line = new KeyLine(draw(parent, "g", { class: "key" }), x, y + 13, 1);
  const format = isDiff ? formatDelta : formatValue;
  const delta = (row: number): number =>
    isDiff ? (boxes.current[row] as number) - (boxes.base[row] as number) : (boxes.current[row] as number);
  const rows = [...boxes.parent.keys()].filter((row) => boxes.width[row] !== 0);
  const [hasShrunk, hasGrown] = [rows.some((row) => delta(row) < 0), rows.some((row) => delta(row) > 0)];
  line.say(isDiff ? "colour: change" : "colour: value");
  drawSwatches(
    line,
    hasShrunk ? format(-scale.largest, scale.unit) : "",
    hasGrown ? format(scale.largest, scale.unit) : "",
  );
  if (isDiff && report.width === "change") {
    line.gap();
    line.mark(20, (left, middle) => {
      draw(line.shape, "rect", {
        x: left,
        y: middle + 2,
        width: 13,
        height: 3,
        class: `${lineClass(1)}f`,
        fill: lineOf(1),
      });
      draw(line.shape, "rect", {
        x: left + 13,
        y: middle + 2,
        width: 7,
        height: 3,
        class: `${lineClass(-1)}f`,
        fill: lineOf(-1),
      });
    });
    line.say("grown and shrunk within a box");
  }
  if (isDiff && rows.some((row) => boxes.base[row] === 0)) {
    line.gap();
    line.mark(3, (left, middle) =>
      draw(line.shape, "rect", { x: left, y: middle - 7, width: 2.5, height: 14, class: "ink", fill: LIGHT.ink }),
    );
    line.say("only in current");
  }
  if (isDiff && rows.some((row) => boxes.current[row] === 0)) {
    line.gap();
    line.mark(20, (left, middle) => {
      draw(line.shape, "rect", {
        x: left,
        y: middle - 6,
        width: 20,
        height: 12,
        class: stepClass(-3),
        fill: fillOf(-3),
        stroke: borderOf(-3),
        "stroke-dasharray": "4 3",
      });
    });
    line.say("only in base");
  }
  if (rows.some((row) => boxes.isInlined[row] === 1)) {
    line.gap();
    line.mark(7, (left, middle) =>
      draw(line.shape, "path", { d: `M${left} ${middle - 4}h7v7Z`, class: "dim", fill: LIGHT.dim }),
    );
    line.say("inlined");
  }
}

/** What the picture does not show, and what can be done with it. */
export function flameNotes(report: FlameReport, room: number, isInteractive: boolean): Phrase[] {
  const notes: Phrase[] = [];
  const isDiff = report.header.totals !== undefined;
  const width =
    isDiff && report.width === "change" ? "gross change (grown + shrunk)" : `${isDiff ? "current " : ""}value`;
  notes.push([dim("width = "), strong(width)]);
  if (report.hidden > 0)
    notes.push([
      dim(
        `${report.hidden} boxes narrower than ${Math.ceil(report.least * room * 10) / 10} px, and what they called, not drawn`,
      ),
    ]);
  if (report.cutAt !== null) notes.push([dim(`stacks deeper than ${report.cutAt} boxes are cut there (--levels)`)]);
  if (isInteractive) notes.push([dim("click: zoom, Esc: reset, / : search")]);
  return notes;
}
