/** Where the memory of the process is, by the runtime's own books: a bar for each end, and the same as a table. */
import { SEGMENTS, type SegmentName, type Waterfall } from "../../blame/memory/waterfall.ts";
import { SEGMENT_NAMES } from "../../wording/advice/waterfall.ts";
import { numbersIn } from "../numbers.ts";
import type { ViewProps } from "../props.ts";
import { shortCaptures } from "./capture-names.ts";
import { extentOf } from "./extent.ts";

export function Memory({ desk: { facts }, state }: Pick<ViewProps, "desk" | "state">) {
  const [from, to] = facts.ends(state);
  const known = facts.data.waterfalls;
  const names = shortCaptures(facts.data.sources);
  const shown = (from === to ? [to] : [from, to]).flatMap((at) => {
    const waterfall = known[at];
    const end = from === to ? "" : at === from ? "base" : "current";
    return waterfall === undefined ? [] : [{ name: names[at] ?? "", end, waterfall }];
  });
  if (shown.length === 0) return undefined;
  const [, most] = extentOf(
    shown.map(({ waterfall }) => waterfall.total),
    0,
  );
  const numbers = numbersIn([most], "bytes");
  const parts = SEGMENTS.filter((name) => shown.some(({ waterfall }) => waterfall.segments[name] !== 0));
  return (
    <div class="memory">
      <h2>Memory of the process</h2>
      <p class="note">
        As the runtime and the kernel count it. Live heap is what the profile estimates, but never more than the runtime
        counts as allocated.
        {shown.some(({ waterfall }) => waterfall.measure === "peak") &&
          " Memory outside Go is told from the most that was ever resident, not from what is now."}
      </p>
      {shown.map(({ name, end, waterfall }) => (
        <div class="level" key={end}>
          {end !== "" && <span>{end}</span>}
          <div class="segments" role="img" aria-label={`${name}: ${barText(waterfall, parts, numbers.value)}`}>
            {parts.map((part) => (
              <span
                key={part}
                class={`part ${part}`}
                title={`${SEGMENT_NAMES[part]} ${numbers.value(waterfall.segments[part])}`}
                style={{ width: `${(Math.max(0, waterfall.segments[part]) / most) * 100}%` }}
              />
            ))}
          </div>
        </div>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">part</th>
            {shown.map(({ name, end }) => (
              <th scope="col" key={end} title={name}>
                {end || name}
              </th>
            ))}
            {shown.length === 2 && <th scope="col">change</th>}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">
                <span class={`key part ${part}`} /> {SEGMENT_NAMES[part]}
              </th>
              {shown.map(({ end, waterfall }) => (
                <td key={end}>{numbers.value(waterfall.segments[part])}</td>
              ))}
              {shown.length === 2 && <td>{numbers.delta(changeOf(shown, ({ segments }) => segments[part]))}</td>}
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">
              {shown.some(({ waterfall }) => waterfall.rss !== undefined) ? "all" : "all that Go holds"}
            </th>
            {shown.map(({ end, waterfall }) => (
              <td key={end}>{numbers.value(waterfall.total)}</td>
            ))}
            {shown.length === 2 && <td>{numbers.delta(changeOf(shown, ({ total }) => total))}</td>}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function changeOf(shown: readonly { readonly waterfall: Waterfall }[], read: (of: Waterfall) => number): number {
  const [first, last] = shown.map(({ waterfall }) => read(waterfall));
  return (last ?? 0) - (first ?? 0);
}

function barText({ segments }: Waterfall, parts: readonly SegmentName[], text: (value: number) => string): string {
  return parts.map((part) => `${SEGMENT_NAMES[part]} ${text(segments[part])}`).join(", ");
}
