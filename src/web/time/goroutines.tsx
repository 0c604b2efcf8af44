/** Goroutines of the two ends, by the function they start in. */
import type { GoroutineEvidence } from "../../report/growth/growth.ts";
import { count } from "../numbers.ts";
import { Name } from "../parts.tsx";
import type { ViewProps } from "../props.ts";

const MOST_ROWS = 15;

export function Goroutines({
  change,
  goroutines,
}: Pick<ViewProps, "change"> & { readonly goroutines: GoroutineEvidence }) {
  const { base, current, entries } = goroutines;
  return (
    <div>
      <h2>
        Goroutines: {count(base, false)} → {count(current, false)}
      </h2>
      {entries.length === 0 && <p class="note">As many start in each function as before.</p>}
      {entries.length > 0 && (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">change</th>
              <th scope="col" class="base">
                base
              </th>
              <th scope="col">current</th>
              <th scope="col">start in</th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, MOST_ROWS).map((entry) => (
              <tr key={entry.entry}>
                <td class={entry.hasGrown ? "grew" : "note"}>{count(entry.delta, true)}</td>
                <td class="base">{count(entry.base, false)}</td>
                <td>{count(entry.current, false)}</td>
                <td>
                  {entry.entry.startsWith("(") ? (
                    entry.entry
                  ) : (
                    <button type="button" class="link" onClick={() => change({ selected: entry.entry }, true)}>
                      <Name name={entry.entry} />
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {entries.length > MOST_ROWS && <p class="note">{entries.length - MOST_ROWS} more</p>}
    </div>
  );
}
