/**
 * Everything that the views ask, and what answers it: of a large page in a worker, of others where it is asked. Answers are plain data, small or of
 * typed arrays, so that the thread that draws has little to do with them.
 */
import { encodeProfile } from "../../profile/codec/encode.ts";
import { gzip } from "../../profile/codec/gzip/gzip.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderWithWords } from "../../render/json.ts";
import { renderGrowthMarkdown } from "../../render/markdown/growth.ts";
import { renderHeapMarkdown } from "../../render/markdown/heap.ts";
import { renderTrendMarkdown } from "../../render/markdown/trend.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import type { HeapReport } from "../../report/heap/report.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import type { TrendReport } from "../../report/trend/report.ts";
import type { GrowthWords } from "../../wording/growth/words.ts";
import type { HeapWords } from "../../wording/heap/words.ts";
import { commandOf, isSeries } from "../export/command.ts";
import { answerFlame, type FlameAnswer, type FlameQuestion } from "../flame/answer.ts";
import { linesOf } from "../lines.ts";
import type { PageState } from "../page-state.ts";
import { namePattern } from "../pattern.ts";
import { columnsOf, type RowColumns } from "../table/columns.ts";
import { arrangeRows } from "../table/rows.ts";
import { type Neighbours, neighboursOf } from "./neighbours.ts";
import type { Session } from "./session.ts";
import { type Subjects, subjectsOf } from "./subjects.ts";

/** What of the state decides which profiles, values and stacks are looked at. */
type Asked = Pick<PageState, "type" | "noInlines" | "filters" | "from" | "to">;

export function askedOf({ type, noInlines, filters, from, to }: PageState): Asked {
  return { type, noInlines, filters, from, to };
}

export interface VerdictAnswer {
  /** Without most of its functions and packages, which the table has; null for one heap. */
  readonly growth: { readonly report: GrowthReport; readonly words: GrowthWords } | null;
  /** null for two. */
  readonly heap: { readonly report: HeapReport; readonly words: HeapWords } | null;
  /** What the series does, in words. */
  readonly course: { readonly leading: readonly string[]; readonly provenance: readonly string[] };
  readonly holders: readonly HolderRow[];
}

interface RowsAnswer {
  readonly columns: RowColumns;
  readonly hasKinds: boolean;
}

export interface OrderAnswer {
  /** Rows in the order in which they are shown. */
  readonly order: Int32Array;
  /** Of their changes. */
  readonly sum: number;
  /** What is wrong with the pattern; "" for nothing. */
  readonly fault: string;
}

interface PeekAnswer {
  readonly subjects: Subjects;
  /** Of each name; undefined if no stack has it. */
  readonly found: readonly (Neighbours | undefined)[];
}

type ListedFile = ReturnType<typeof linesOf>[number] & { readonly text: string | undefined };

export interface SourceAnswer {
  readonly subjects: Subjects;
  /** Of each name. */
  readonly files: readonly (readonly ListedFile[])[];
}

type RowsQuestion = Asked & Pick<PageState, "level">;
type OrderQuestion = RowsQuestion & Pick<PageState, "sort" | "find" | "own" | "sure" | "dropNegative">;
export function orderQuestion(state: PageState): OrderQuestion {
  const { level, sort, find, own, sure, dropNegative } = state;
  return { ...askedOf(state), level, sort, find, own, sure, dropNegative };
}

type SelectedQuestion = Asked & Pick<PageState, "selected" | "find">;
type WholeQuestion = { readonly state: PageState };

/** By name of the question. */
interface Questions {
  readonly verdict: readonly [question: Asked, answer: VerdictAnswer];
  readonly rows: readonly [question: RowsQuestion, answer: RowsAnswer];
  readonly order: readonly [question: OrderQuestion, answer: OrderAnswer];
  readonly flame: readonly [question: FlameQuestion, answer: FlameAnswer];
  readonly peek: readonly [question: SelectedQuestion, answer: PeekAnswer];
  readonly source: readonly [question: SelectedQuestion, answer: SourceAnswer];
  readonly trend: readonly [question: Asked & Pick<PageState, "selected">, answer: TrendReport | null];
  readonly json: readonly [question: WholeQuestion, answer: string];
  readonly markdown: readonly [question: WholeQuestion, answer: string];
  readonly profile: readonly [question: { readonly at: number }, answer: Uint8Array];
  /** Asked ahead: computes what a later question needs. */
  readonly comparison: readonly [question: Asked, answer: null];
  readonly stacks: readonly [question: Asked, answer: null];
}

export type QuestionName = keyof Questions;
export type QuestionOf<Name extends QuestionName> = Questions[Name][0];
export type AnswerOf<Name extends QuestionName> = Questions[Name][1];

const ANSWERS: { readonly [Name in QuestionName]: (session: Session, question: QuestionOf<Name>) => AnswerOf<Name> } = {
  verdict: answerVerdict,
  rows: answerRows,
  order: answerOrder,
  flame: answerFlame,
  peek: answerPeek,
  source: answerSource,
  trend: answerTrend,
  json: answerJson,
  markdown: answerMarkdown,
  profile: (session, { at }) => gzip(encodeProfile(session.carried.profiles[at] as Profile)),
  comparison: (session, asked) => {
    session.comparison(asked);
    return null;
  },
  stacks: (session, asked) => {
    session.stacks(asked);
    return null;
  },
};

/** Throws UsageError "bad-regexp" for filters. */
export function answerQuestion<Name extends QuestionName>(
  session: Session,
  name: Name,
  question: QuestionOf<Name>,
): AnswerOf<Name> {
  return ANSWERS[name](session, question);
}

/** Rows that go with a report to whoever says it: for its unit, and for Markdown. */
const FEW = 30;

function answerVerdict(session: Session, asked: Asked): VerdictAnswer {
  const state = { ...asked, level: "functions" } as const;
  const [report, words] = [session.report(state), session.words(state)];
  const heap = session.heap(state);
  const trend = session.trend(state)?.words;
  return {
    growth: report === undefined || words === undefined ? null : { report: shortened(report), words },
    heap: heap === undefined ? null : { report: shortened(heap.report), words: heap.words },
    course: { leading: trend?.leading ?? [], provenance: trend?.provenance ?? [] },
    holders: session.holderRows(state),
  };
}

function shortened<Report extends Pick<GrowthReport | HeapReport, "functions" | "packages">>(report: Report): Report {
  return { ...report, functions: report.functions.slice(0, FEW), packages: report.packages.slice(0, FEW) };
}

function answerRows(session: Session, question: RowsQuestion): RowsAnswer {
  const report = session.report(question) ?? session.heap(question)?.report;
  return { columns: columnsOf(session.rows(question)), hasKinds: report?.kinds != null };
}

function answerOrder(session: Session, question: OrderQuestion): OrderAnswer {
  const rows = session.rows(question);
  const { matches, fault } = namePattern(question.find);
  const order = arrangeRows(rows, { ...question, matches });
  const sum = order.reduce((total, row) => total + (rows[row]?.delta ?? 0), 0);
  return { order, sum, fault };
}

function answerPeek(session: Session, question: SelectedQuestion): PeekAnswer {
  const subjects = subjectsOf(session, question);
  const stacks = session.stacks(question);
  return { subjects, found: subjects.names.map((name) => neighboursOf(stacks, name)) };
}

function answerSource(session: Session, question: SelectedQuestion): SourceAnswer {
  const subjects = subjectsOf(session, question);
  const { profile } = session.comparison(question).diff;
  const values = session.values(question);
  const filesOf = (name: string): ListedFile[] =>
    linesOf(profile, values, name).map((each) => ({ ...each, text: session.sourceOf(each.file) }));
  return { subjects, files: subjects.names.map(filesOf) };
}

/** With the course of the selected function only. */
function answerTrend(
  session: Session,
  { selected, ...asked }: Asked & Pick<PageState, "selected">,
): TrendReport | null {
  const report = session.trend({ ...asked, level: "functions" })?.report;
  if (report === undefined) return null;
  return { ...report, functions: report.functions.filter(({ name }) => name === selected), ends: null };
}

/** Of what the command of the view reports on. */
function answerJson(session: Session, { state }: WholeQuestion): string {
  const trend = isSeries(session.facts, state) ? session.trend(state) : undefined;
  if (trend !== undefined) return renderWithWords(trend.report, trend.words);
  const [report, words] = [session.report(state), session.words(state)];
  if (report !== undefined && words !== undefined) return renderWithWords(report, words);
  const heap = session.heap(state) as NonNullable<VerdictAnswer["heap"]>;
  return renderWithWords(heap.report, heap.words);
}

function answerMarkdown(session: Session, { state }: WholeQuestion): string {
  const trend = isSeries(session.facts, state) ? session.trend(state) : undefined;
  if (trend !== undefined) return renderTrendMarkdown(trend.report, trend.words);
  const [report, words] = [session.report(state), session.words(state)];
  const isOfFunctions = state.view === "peek" || state.view === "source";
  const pattern = isOfFunctions ? subjectsOf(session, state).pattern : undefined;
  const madeBy = commandOf(session.facts, pattern === "" ? { ...state, view: "table" } : state, pattern);
  if (report !== undefined && words !== undefined) return renderGrowthMarkdown(shortened(report), words, madeBy);
  const heap = session.heap(state) as NonNullable<VerdictAnswer["heap"]>;
  return renderHeapMarkdown(heap.report, heap.words, madeBy);
}
