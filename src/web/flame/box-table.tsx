/** What a flame graph shows, in words. */
import { useState } from "preact/hooks";
import { type Numbers, percent } from "../numbers.ts";
import { Name } from "../parts.tsx";
import type { Boxes } from "./boxes.ts";

const TABLE_ROWS = 60;

/** Its widest boxes. */
export function BoxTable(props: {
  boxes: Boxes;
  names: readonly string[];
  numbers: Numbers;
  whole: number;
  isDiff: boolean;
  label: string;
}) {
  const { boxes, names, numbers, whole, isDiff } = props;
  const [isOpen, setOpen] = useState(false);
  const rows = isOpen ? widestRows(boxes, TABLE_ROWS) : [];
  return (
    <details class="twin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{props.label} as a table</summary>
      {isOpen && (
        <table>
          <thead>
            <tr>
              <th scope="col">level</th>
              <th scope="col">function</th>
              <th scope="col">values</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <td>{levelOf(boxes, row)}</td>
                <td>
                  <Name name={names[boxes.info[row] as number] as string} />
                </td>
                <td>{boxText(boxes, row, numbers, whole, isDiff)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}

/** From where the picture begins. */
function levelOf({ depth, levels, isUpward }: Boxes, row: number): number {
  return isUpward ? levels - (depth[row] as number) : (depth[row] as number) + 1;
}

function widestRows({ length, part }: Boxes, most: number): number[] {
  const rows = Array.from({ length }, (_, row) => row);
  return rows.sort((a, b) => (part[b] as number) - (part[a] as number) || a - b).slice(0, most);
}

/** Values of a box. */
export function boxText(boxes: Boxes, row: number, numbers: Numbers, whole: number, isDiff: boolean): string {
  const current = boxes.current[row] as number;
  const base = boxes.base[row] as number;
  if (!isDiff) return `${numbers.value(current)}, ${percent(current, whole)}`;
  const delta = current - base;
  const share = percent(delta, whole);
  const parts = `${numbers.delta(boxes.grew[row] as number)} and ${numbers.delta(-(boxes.shrank[row] as number))}`;
  const mixed = (boxes.grew[row] as number) > 0 && (boxes.shrank[row] as number) > 0 ? ` (${parts})` : "";
  return `${numbers.value(base)} → ${numbers.value(current)}, ${numbers.delta(delta)}${mixed}, ${share} of the growth`;
}
