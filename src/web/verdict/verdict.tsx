/** What comes first: what grew, who allocated it, who holds it, how sure that is, and what to do next. */
import { isNoMemory } from "../../profile/profile-kind.ts";
import type { ValueType } from "../../profile/tables.ts";
import { programLine, timeLine, totalsLine, unitOf } from "../../render/growth-summary.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { HeapReport } from "../../report/heap/report.ts";
import { type GrowthWords, madeText } from "../../wording/growth/words.ts";
import { askedOf, type VerdictAnswer } from "../desk/answers.ts";
import { useAnswer } from "../desk/use-answer.ts";
import { commandOf, nextLine } from "../export/command.ts";
import { CopyLine } from "../export/copy.tsx";
import { Button, Name } from "../parts.tsx";
import type { ViewProps } from "../props.ts";
import { shellWord } from "../shell-word.ts";
import { Headline, Notes, Sentences } from "../words.tsx";
import { isNothing, withoutPlace } from "./without-place.ts";

export function Verdict(props: ViewProps) {
  const answer = useAnswer(props.desk, "verdict", askedOf(props.state));
  if (answer === undefined) return <section class="verdict" aria-label="Verdict" aria-busy="true" />;
  if (answer.growth === null) return answer.heap === null ? undefined : <HeapVerdict {...props} heap={answer.heap} />;
  const { report, words } = answer.growth;
  const { leading, provenance } = answer.course;
  return (
    <section class="verdict" aria-label="Verdict">
      {words.leading.map((text) => (
        <p class="lead" key={text}>
          {text}
        </p>
      ))}
      <Headline text={words.headline} />
      <p class="aside">{words.aside}</p>
      {leading.map((text) => (
        <p class="course-told" key={text}>
          {withoutRepeated(words.headline, text)}
        </p>
      ))}
      <Folded isFolded={props.state.view !== "table"} title={shortAnswer(words, report.sampleType)}>
        <div class="answers">
          <Allocated words={words} sampleType={report.sampleType} {...props} />
          <Held report={report} words={words} />
          <Next report={report} words={words} {...props} />
        </div>
      </Folded>
      <Basis report={report} words={words} course={provenance} />
    </section>
  );
}

/** The change of a series is that of its ends: where they are compared the headline has it already. */
function withoutRepeated(headline: string, course: string): string {
  const whole = headline.replace(" by sampling)", ")");
  const change = headline.replace(/ \([^()]*\)$/, "");
  return course.replace(course.includes(whole) ? `${whole}, ` : `${change}, `, "");
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

function shortAnswer({ allocated }: Pick<GrowthWords, "allocated">, sampleType: ValueType): string {
  const [first] = allocated?.places ?? [];
  if (allocated === null || first === undefined) return "How sure, what to do next";
  return `${allocated.lead} ${first.frame}; ${isNoMemory(sampleType) ? "" : "who holds it, "}what to do next`;
}

function Allocated({
  words: { allocated },
  sampleType,
  state,
  change,
}: ViewProps & { readonly words: Pick<GrowthWords, "allocated">; readonly sampleType: ValueType }) {
  if (allocated === null) return undefined;
  return (
    <div>
      <h2>{isNoMemory(sampleType) ? "Where" : "Allocated by"}</h2>
      <p>{allocated.lead}</p>
      <ul class="places">
        {allocated.places.map(({ frame, name, amount, certainty, share, ...made }) => (
          <li key={`${name} ${made.by}`}>
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
            </span>
            {share === "" ? "" : ` ${share}`}
            {made.by === "" ? "" : `, ${madeText(made)}`}
          </li>
        ))}
        {allocated.left > 0 && <li>{allocated.left} more</li>}
      </ul>
    </div>
  );
}

function Held({ report, words }: { readonly report: GrowthReport; readonly words: GrowthWords }) {
  // Of what did not grow nobody asks who holds it.
  const isAsked = (words.allocated !== null && !isNoMemory(report.sampleType)) || isHolderKnown(report);
  if (!isAsked && words.following.length === 0) return undefined;
  return (
    <div class="held">
      <h2>{isAsked ? "Held by" : "How sure"}</h2>
      {isAsked && !isHolderKnown(report) && report.totals.net > 0 && (
        <p>Not known from these profiles: stacks show who allocates, not who keeps.</p>
      )}
      <Sentences texts={words.following} />
    </div>
  );
}

/** A heap dump, or goroutines that have said why it grew: then the sentences name what holds it. */
function isHolderKnown({ verdict, held }: GrowthReport): boolean {
  if (held.some(({ holders }) => holders.length > 0)) return true;
  return ["never-stopped", "never-ending", "handler", "handler-once"].includes(verdict.cause ?? "");
}

interface NextProps extends ViewProps {
  readonly report: GrowthReport;
  readonly words: GrowthWords;
}

function Next({ report, words: { next, allocated }, desk, state, change }: NextProps) {
  const [first] = allocated?.places ?? [];
  return (
    <div>
      <h2>Next</h2>
      {next.map((line) => (
        <CopyLine key={line} text={nextLine(desk.facts, line)} />
      ))}
      {first !== undefined && next.length === 0 && (
        <CopyLine text={commandOf(desk.facts, { ...state, view: "peek", selected: first.name })} />
      )}
      {first !== undefined && (
        <p class="tools">
          <Button
            label="Its callers and callees"
            title={first.frame}
            onClick={() => change({ selected: first.name, view: "flame", sandwich: true }, true)}
          />
        </p>
      )}
      {first === undefined && next.length === 0 && (
        <p>
          {desk.facts.data.hasStacks || isNothing(report)
            ? withoutPlace(report, desk.facts)
            : "Capture heap profiles: their stacks say who allocates it."}
        </p>
      )}
      {isNothing(report) && report.filters.length > 0 && (
        <Button label="Without filters" onClick={() => change({ filters: {} }, true)} />
      )}
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
        Where the numbers are from, {notes.length} {notes.length === 1 ? "note" : "notes"}
      </summary>
      <p>
        {totalsLine(report, unitOf(report))}
        <br />
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

/** What is no heap is compared where its type is named. */
function laterDiff({ source, sampleType }: HeapReport): string {
  const asked = isNoMemory(sampleType) ? ` --sample-index ${shellWord(sampleType.type)}` : "";
  return `heapblame diff ${shellWord(source)} LATER${asked} -o report.html`;
}

/** One heap: what is live, and where it gathers. */
function HeapVerdict({ desk, state, change, heap }: ViewProps & { readonly heap: NonNullable<VerdictAnswer["heap"]> }) {
  const { report, words } = heap;
  const notes = [...words.kinds, ...words.notes];
  return (
    <section class="verdict" aria-label="Verdict">
      <Headline text={words.headline} />
      <p class="aside">
        {words.aside} {report.source}
      </p>
      <Folded isFolded={state.view !== "table"} title={shortAnswer(words, report.sampleType)}>
        <div class="answers">
          <Allocated words={words} sampleType={report.sampleType} desk={desk} state={state} change={change} />
          {!isNoMemory(report.sampleType) && (
            <div class="held">
              <h2>Held by</h2>
              <p>Not known from a profile: stacks show who allocates, not who keeps.</p>
              <Sentences texts={words.following} />
            </div>
          )}
          <div>
            <h2>Next</h2>
            <p>Whether it grows takes a second profile:</p>
            <CopyLine text={nextLine(desk.facts, laterDiff(report))} />
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
