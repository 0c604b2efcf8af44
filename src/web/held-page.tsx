/** The page about who holds what, which has no profile in it: the sentence, what is not known, and the table of holders. */
import { renderWithWords } from "../render/json.ts";
import { heldWords } from "../wording/held.ts";
import { CopyLine } from "./export/copy.tsx";
import { saveFile } from "./export/files.ts";
import { Button } from "./parts.tsx";
import type { ViewProps } from "./props.ts";
import { shellWord } from "./shell-word.ts";
import { Holders } from "./time/holders.tsx";
import { Headline, Notes, Sentences } from "./words.tsx";

export function HeldPage(props: ViewProps) {
  const report = props.desk.facts.data.held;
  if (report === null) return undefined;
  const words = heldWords(report);
  const command = `heapblame held ${props.desk.facts.data.sources.map(shellWord).join(" ")}`;
  const program = report.binary === null ? "" : ` --binary ${shellWord(report.binary.source)}`;
  return (
    <>
      <header class="top">
        <strong>heapblame</strong>
      </header>
      <main>
        <section class="verdict" aria-label="Verdict">
          <Headline text={words.heading} />
          <div class="told">
            <Sentences texts={[words.verdict]} />
          </div>
          <Sentences texts={words.facts} />
          {words.notes.length > 0 && (
            <details class="basis">
              <summary>
                {words.notes.length} {words.notes.length === 1 ? "note" : "notes"}
              </summary>
              <Notes notes={words.notes} />
            </details>
          )}
        </section>
        <Holders {...props} holders={report.holders} />
        <footer class="exports">
          <CopyLine text={command + program} label="Copy as command" />
          <div class="tools">
            <Button
              label="JSON"
              title="download the report"
              onClick={() => saveFile("held.json", [renderWithWords(report, words)], "application/json")}
            />
          </div>
        </footer>
      </main>
    </>
  );
}
