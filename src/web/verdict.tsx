/** What comes first: what grew, who allocated it, who holds it, how sure that is, and what to do next. */
import { programLine, timeLine, totalsLine, unitOf } from "../render/growth-summary.ts";
import type { GrowthReport } from "../report/growth/growth.ts";
import type { GrowthWords } from "../wording/growth/words.ts";
import { CopyLine, Name } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

export function Verdict(props: ViewProps) {
  const report = props.session.report({ ...props.state, level: "functions" });
  const words = props.session.words({ ...props.state, level: "functions" });
  if (report === undefined || words === undefined) return <HeapVerdict {...props} />;
  return (
    <section class="verdict" aria-label="Verdict">
      {words.leading.map((text) => (
        <p class="lead" key={text}>
          {text}
        </p>
      ))}
      <h1>{words.headline}</h1>
      <p class="aside">{words.aside}</p>
      <div class="answers">
        <Allocated words={words} {...props} />
        <Held report={report} words={words} />
        <Next words={words} />
      </div>
      <Basis report={report} words={words} />
    </section>
  );
}

function Allocated({
  words: { allocated },
  state,
  change,
}: ViewProps & { readonly words: Pick<GrowthWords, "allocated"> }) {
  if (allocated === null) return undefined;
  return (
    <div>
      <h2>Allocated by</h2>
      <p>{allocated.lead}</p>
      <ul class="places">
        {allocated.places.map(({ frame, name, amount, certainty, share, by }) => (
          <li key={`${name} ${by}`}>
            <button
              type="button"
              class="link"
              aria-pressed={state.selected === name}
              onClick={() => change({ selected: name }, true)}
            >
              <Name name={frame} />
            </button>{" "}
            <span class="grew">
              {amount}
              {certainty === "" ? "" : ` ±${certainty}`}
            </span>{" "}
            {share}
            {by === "" ? "" : `, by ${by}`}
          </li>
        ))}
        {allocated.left > 0 && <li>{allocated.left} more</li>}
      </ul>
    </div>
  );
}

function Held({ report, words: { following } }: { readonly report: GrowthReport; readonly words: GrowthWords }) {
  return (
    <div>
      <h2>Held by</h2>
      {!isHolderKnown(report) && report.totals.net > 0 && (
        <p>Not known from these profiles: stacks show who allocates, not who keeps.</p>
      )}
      {following.map((text) => (
        <p key={text}>
          {text
            .split(/`([^`]+)`/)
            .map((piece, at) => (at % 2 === 1 ? <code key={`${at} ${piece}`}>{piece}</code> : piece))}
        </p>
      ))}
    </div>
  );
}

/** A heap dump, or goroutines that have said why it grew: then the sentences name what holds it. */
function isHolderKnown({ verdict, held }: GrowthReport): boolean {
  if (held.some(({ holders }) => holders.length > 0)) return true;
  return ["never-stopped", "never-ending", "handler", "handler-once"].includes(verdict.cause ?? "");
}

function Next({ words: { next } }: { readonly words: GrowthWords }) {
  const lines = next.length === 0 ? [] : next;
  return (
    <div>
      <h2>Next</h2>
      {lines.length === 0 && <p>Select a function below: the flame graph and peek follow it.</p>}
      {lines.map((line) => (
        <CopyLine key={line} text={line} />
      ))}
    </div>
  );
}

/** Where the numbers come from, and what they cannot show. */
function Basis({ report, words }: { readonly report: GrowthReport; readonly words: GrowthWords }) {
  const unit = unitOf(report);
  const notes = [...words.kinds, ...words.provenance, ...words.audit];
  return (
    <details class="basis">
      <summary>
        {totalsLine(report, unit)}; {notes.length} {notes.length === 1 ? "note" : "notes"}
      </summary>
      <p>
        {programLine(report)}
        <br />
        {timeLine(report)}
        <br />
        {report.base.source} → {report.current.source}
      </p>
      <ul>
        {notes.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

/** One heap: what is live, and where it gathers. */
function HeapVerdict({ session, state, change }: ViewProps) {
  const heap = session.heap({ ...state, level: "functions" });
  if (heap === undefined) return undefined;
  const { report, words } = heap;
  const notes = [...words.kinds, ...words.notes];
  return (
    <section class="verdict" aria-label="Verdict">
      <h1>{words.headline}</h1>
      <p class="aside">
        {words.aside} {report.source}
      </p>
      <div class="answers">
        <Allocated words={words} session={session} state={state} change={change} />
        <div>
          <h2>Held by</h2>
          <p>Not known from a profile: stacks show who allocates, not who keeps.</p>
          {words.following.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
        <div>
          <h2>Next</h2>
          <p>Whether it grows takes a second profile:</p>
          <CopyLine text={`heapblame diff ${shellWord(report.source)} LATER -o report.html`} />
        </div>
      </div>
      <details class="basis">
        <summary>
          {notes.length} {notes.length === 1 ? "note" : "notes"}
        </summary>
        <ul>
          {notes.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** As a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
