/** The page about a fleet, which has no profile in it: who grows and by what, in sentences, and a row a pod. */

import { renderWithWords } from "../../render/json.ts";
import type { FleetReport } from "../../report/fleet/fleet.ts";
import { fleetWords } from "../../wording/fleet.ts";
import { saveFile } from "../export/files.ts";
import { Button } from "../parts.tsx";
import { Notes, Sentences } from "../words.tsx";
import { PodTable } from "./pod-table.tsx";

/** A reader takes in so many at first. */
const MOST_GROWTHS = 10;

export function FleetPage({ report }: { readonly report: FleetReport }) {
  const words = fleetWords(report);
  const [first = "", ...others] = words.leading;
  const rest = words.growths.slice(MOST_GROWTHS);
  return (
    <>
      <header class="top">
        <strong>heapblame</strong> <span class="note">{report.source}</span>
      </header>
      <main>
        <section class="verdict" aria-label="Verdict">
          <h1>{first}</h1>
          <div class="told">
            <Sentences texts={others} />
          </div>
          <Notes notes={words.growths.slice(0, MOST_GROWTHS)} />
          {rest.length > 0 && (
            <details class="basis">
              <summary>{rest.length} more functions surely grew</summary>
              <Notes notes={rest} />
            </details>
          )}
          <details class="basis">
            <summary>
              {words.notes.length} {words.notes.length === 1 ? "note" : "notes"}
            </summary>
            <Notes notes={words.notes} />
          </details>
        </section>
        <PodTable pods={report.pods} />
        <footer class="exports">
          <div class="tools">
            <Button
              label="JSON"
              title="download the report"
              onClick={() => saveFile("fleet.json", [renderWithWords(report, words)], "application/json")}
            />
          </div>
        </footer>
      </main>
    </>
  );
}
