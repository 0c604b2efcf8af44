/** What comes first: what grew, who allocated it, who holds it, how sure that is, and what to do next. */
import { shortenFunctionName } from "../graph/short-name.ts";
import { formatPercent, formatValue } from "../measurement/delta.ts";
import { programLine, timeLine, totalsLine, unitOf } from "../render/growth-summary.ts";
import type { GrowthReport } from "../report/growth/growth.ts";
import type { HolderSentence } from "../wording/growth/holder.ts";
import type { GrowthWords } from "../wording/growth/words.ts";
import { heapUnit } from "../wording/heap/words.ts";
import { heldWords } from "../wording/held.ts";
import { Button, CopyLine, Name } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

export function Verdict(props: ViewProps) {
  const asked = { ...props.state, level: "functions" } as const;
  const report = props.session.report(asked);
  const words = props.session.words(asked);
  if (report === undefined || words === undefined) return <HeapVerdict {...props} />;
  const course = props.session.trend(asked)?.words.leading ?? [];
  return (
    <section class="verdict" aria-label="Verdict">
      {words.leading.map((text) => (
        <p class="lead" key={text}>
          {text}
        </p>
      ))}
      <h1>{words.headline}</h1>
      <p class="aside">{[words.aside, ...course].join(". ")}</p>
      <Folded isFolded={props.state.view !== "table"} title={shortAnswer(words)}>
        <div class="answers">
          <Allocated words={words} {...props} />
          <Held report={report} words={words} holders={props.session.holders(asked)} />
          <Next words={words} {...props} />
        </div>
      </Folded>
      <Basis report={report} words={words} course={props.session.trend(asked)?.words.provenance ?? []} />
    </section>
  );
}

/** Beside a picture the answers take one line, and open on a click. */
function Folded(props: {
  readonly isFolded: boolean;
  readonly title: string;
  readonly children: preact.ComponentChildren;
}) {
  if (!props.isFolded) return <>{props.children}</>;
  return (
    <details class="folded">
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

function shortAnswer({ allocated }: GrowthWords): string {
  const [first] = allocated?.places ?? [];
  if (allocated === null || first === undefined) return "Who holds it, what to do next";
  return `${allocated.lead} ${first.frame}; who holds it, what to do next`;
}

function Allocated({ words: { allocated }, state, change }: ViewProps & { readonly words: GrowthWords }) {
  if (allocated === null) return undefined;
  return (
    <div>
      <h2>Allocated by</h2>
      <p>{allocated.lead}</p>
      <ul class="places">
        {allocated.places.map(({ frame, name, growth, certainty, share, by }) => (
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
              {growth}
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

function Held(props: {
  readonly report: GrowthReport;
  readonly words: GrowthWords;
  readonly holders: readonly HolderSentence[];
}) {
  const { report, holders } = props;
  const told = holders.map(({ text }) => text).filter((text) => text !== "");
  const others = props.words.following.filter((text) => !told.includes(text));
  return (
    <div>
      <h2>Held by</h2>
      {told.length === 0 && !isHolderKnown(report) && report.totals.net > 0 && (
        <p>Not known from these profiles: stacks show who allocates, not who keeps.</p>
      )}
      {told.map((text) => (
        <p class="told" key={text}>
          {text}
        </p>
      ))}
      {others.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

/** Goroutines have said why it grew: then the sentences name what holds it. */
function isHolderKnown({ verdict }: GrowthReport): boolean {
  return ["never-stopped", "never-ending", "handler", "handler-once"].includes(verdict.cause ?? "");
}

function Next({ words: { next, allocated }, change }: ViewProps & { readonly words: GrowthWords }) {
  const [first] = allocated?.places ?? [];
  return (
    <div>
      <h2>Next</h2>
      {next.map((line) => (
        <CopyLine key={line} text={line} />
      ))}
      {first !== undefined && (
        <p class="tools">
          <Button
            label="Its callers and callees"
            title={first.frame}
            onClick={() => change({ selected: first.name, view: "flame", sandwich: true }, true)}
          />
        </p>
      )}
      {first === undefined && next.length === 0 && <p>Nothing: take two profiles further apart to see more.</p>}
    </div>
  );
}

/** Where the numbers come from, and what they cannot show. */
function Basis(props: {
  readonly report: GrowthReport;
  readonly words: GrowthWords;
  readonly course: readonly string[];
}) {
  const { report, words, course } = props;
  const notes = [...words.kinds, ...words.provenance, ...words.audit, ...course];
  return (
    <details class="basis">
      <summary>
        {totalsLine(report, unitOf(report))}; {notes.length} {notes.length === 1 ? "note" : "notes"}
      </summary>
      <p>
        {programLine(report)}
        <br />
        {timeLine(report)}
        <br />
        {report.base.source} → {report.current.source}
      </p>
      <Notes notes={notes} />
    </details>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <ul>
      {[...new Set(notes)].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** Places that the words of a heap name, each in a sentence: here each is a line of its own. */
const SAID_PLACES = 2;

/** One heap: what is live, and where it gathers. */
function HeapVerdict({ session, state, change }: ViewProps) {
  const heap = session.heap({ ...state, level: "functions" });
  if (heap === undefined) return undefined;
  const { report, words } = heap;
  const unit = heapUnit(report);
  const [headline = "", ...more] = words.headline;
  const held = session.input.held === null ? undefined : heldWords(session.input.held);
  const notes = [...words.kinds, ...words.notes, ...(held?.notes ?? [])];
  return (
    <section class="verdict" aria-label="Verdict">
      <h1>{headline}</h1>
      <p class="aside">
        {report.program} {report.source}
      </p>
      <Folded isFolded={state.view !== "table"} title="Who allocated it, who holds it, what to do next">
        <div class="answers">
          <div>
            <h2>Allocated by</h2>
            <ul class="places">
              {report.places.slice(0, 4).map(({ frame, ownFrame, entry, value, share, fingerprint }) => (
                <li key={fingerprint}>
                  <button type="button" class="link" onClick={() => change({ selected: ownFrame ?? frame }, true)}>
                    <Name name={ownFrame ?? frame} />
                  </button>{" "}
                  <span class="grew">{formatValue(value, unit)}</span> {formatPercent(share)}
                  {entry === frame ? "" : `, reached from ${shortenFunctionName(entry)}`}
                </li>
              ))}
            </ul>
            {more.slice(Math.min(SAID_PLACES, report.places.length)).map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
          <div>
            <h2>Held by</h2>
            {held === undefined ? (
              <p>Not known from a profile: stacks show who allocates, not who keeps.</p>
            ) : (
              <p class="told">{held.verdict}</p>
            )}
            {words.memory.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
          <div>
            <h2>Next</h2>
            <p>Whether it grows takes a second profile:</p>
            <CopyLine text={`heapblame diff ${shellWord(report.source)} LATER -o report.html`} />
          </div>
        </div>
      </Folded>
      <details class="basis">
        <summary>
          {notes.length} {notes.length === 1 ? "note" : "notes"}
        </summary>
        <Notes notes={notes} />
      </details>
    </section>
  );
}

/** As a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
