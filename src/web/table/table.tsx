/** The table: what grew, or what there is, by function, package, module, file, line or decoded Kind. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { certaintyOf, count, type Numbers, numbersIn, percent } from "../numbers.ts";
import { LEVELS } from "../page-state.ts";
import { Check, Choice, Name, Note, TextField } from "../parts.tsx";
import { namePattern } from "../pattern.ts";
import type { ViewProps } from "../props.ts";
import { Course } from "../time/course.tsx";
import { arrangeRows, type Column, type TableRow } from "./rows.ts";
import { useVirtualRows } from "./virtual-rows.ts";

const ROW_HEIGHT = 26;
/** Of two lines: the name above the numbers, where there is no room beside them. */
const NARROW_ROW_HEIGHT = 46;

interface Head {
  readonly column: Column;
  readonly label: string;
  readonly title: string;
}

const DIFF_HEADS: readonly Head[] = [
  { column: "delta", label: "change", title: "current less base, of what it allocated itself" },
  { column: "share", label: "share", title: "part of the growth" },
  { column: "base", label: "base", title: "what it allocated itself, in base" },
  { column: "current", label: "current", title: "the same in current" },
  { column: "cum", label: "cum", title: "change with all that it called" },
  { column: "objects", label: "objects", title: "change in objects" },
  { column: "course", label: "course", title: "its own values over the captures, from 0" },
  { column: "name", label: "name", title: "" },
];

const HEAP_HEADS: readonly Head[] = [
  { column: "current", label: "flat", title: "what it allocated itself" },
  { column: "share", label: "share", title: "part of all" },
  { column: "cum", label: "cum", title: "with all that it called" },
  { column: "objects", label: "objects", title: "objects it allocated itself" },
  { column: "name", label: "name", title: "" },
];

export function Table({ session, state, change }: ViewProps) {
  const rows = session.rows(state);
  const pattern = useMemo(() => namePattern(state.find), [state.find]);
  const shown = useMemo(
    () => arrangeRows(rows, { ...state, matches: pattern.matches }),
    [rows, state.sort, pattern, state.own, state.sure, state.dropNegative],
  );
  const { type } = session.typeOf(state);
  const isDiff = session.isDiff;
  const numbers = useMemo(
    () =>
      numbersIn(
        rows.slice(0, 200).flatMap(({ base, current, delta, cum }) => [base, current, delta, cum]),
        type.unit,
      ),
    [rows, type.unit],
  );
  const levels = LEVELS.filter(
    (level) => level !== "kinds" || (session.report(state) ?? session.heap(state)?.report)?.kinds != null,
  );
  return (
    <section class="view" aria-label="Table">
      <div class="tools">
        <Choice label="by" value={state.level} choices={levels} onChoose={(level) => change({ level }, true)} />
        <TextField label="filter" id="find" value={state.find} onInput={(find) => change({ find })} />
        {rows.some(({ isOwn }) => isOwn === true) && (
          <Check label="own code only" checked={state.own} onChange={(own) => change({ own }, true)} />
        )}
        {rows.some(({ isSure }) => isSure !== null) && (
          <Check label="sure only" checked={state.sure} onChange={(sure) => change({ sure }, true)} />
        )}
        <span class="count" role="status">
          {pattern.fault === "" ? countText(shown, rows.length, numbers, isDiff) : pattern.fault}
        </span>
      </div>
      <Grid session={session} state={state} change={change} shown={shown} numbers={numbers} />
      {isDiff && (
        <Note>
          {rows.some(({ isSure }) => isSure !== null)
            ? "± half of the 95 % interval; ~ the change is within what sampling alone explains."
            : "How much of a change is sampling noise is not known here."}
        </Note>
      )}
    </section>
  );
}

function countText(shown: readonly TableRow[], all: number, numbers: Numbers, isDiff: boolean): string {
  const sum = shown.reduce((total, { delta }) => total + delta, 0);
  const part =
    shown.length === all ? `${count(all, false)} rows` : `${count(shown.length, false)} of ${count(all, false)} rows`;
  return `${part}, ${isDiff ? numbers.delta(sum) : numbers.value(sum)}`;
}

interface GridProps extends ViewProps {
  readonly shown: readonly TableRow[];
  readonly numbers: Numbers;
}

function Grid({ session, state, change, shown, numbers }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrowness();
  const { items, height, scrollTo } = useVirtualRows(scroller, shown.length, isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT);
  const selected = shown.findIndex(({ name }) => name === state.selected);
  useEffect(() => {
    if (selected >= 0) scrollTo(selected);
  }, [selected]);
  const { isDiff } = session;
  const hasCourse = shown.some(({ course }) => course.length > 0);
  const heads = (isDiff ? DIFF_HEADS : HEAP_HEADS).filter(({ column }) => column !== "course" || hasCourse);
  const move = (step: number): void => {
    const next = shown[Math.min(Math.max(selected + step, 0), shown.length - 1)];
    if (next !== undefined) change({ selected: next.name });
  };
  return (
    <div
      class="grid"
      role="grid"
      aria-rowcount={shown.length + 1}
      aria-label={`${state.level}, ${shown.length} rows`}
      ref={scroller}
      tabIndex={0}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(step);
      }}
    >
      <div class="row head" role="row" aria-rowindex={1}>
        {heads.map((head) => (
          <HeadCell key={head.column} head={head} sort={state.sort} onSort={(sort) => change({ sort }, true)} />
        ))}
      </div>
      <div class="rows" role="rowgroup" style={{ height: `${height}px` }}>
        {items.map(({ index, start }) => {
          const row = shown[index];
          if (row === undefined) return undefined;
          return (
            <div
              key={`${row.name} ${index}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={row.name === state.selected}
              class={`row${row.name === state.selected ? " selected" : ""}`}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => change({ selected: row.name }, true)}
              onDblClick={() => change({ selected: row.name, view: "flame", sandwich: true }, true)}
            >
              {heads.map(({ column }) => (
                <span key={column} role="gridcell" class={`cell ${column} ${lookOf(column, row, isDiff)}`}>
                  <Cell column={column} row={row} numbers={numbers} isDiff={isDiff} />
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 };

/** What changed surely has a colour; what did not change, and what noise explains, steps back. */
function lookOf(column: Column, row: TableRow, isDiff: boolean): string {
  if (column === "name" || column === "course") return "";
  if (!row[column]) return "faint";
  if (!isDiff || column === "base" || column === "current") return "";
  const isSure = column === "cum" ? row.isSureCum : row.isSure;
  if (isSure === false) return "faint";
  if (column !== "delta" && column !== "cum") return "";
  return row[column] > 0 ? "grew" : "shrank";
}

const NARROW = "(max-width: 640px)";

function useNarrowness(): boolean {
  const [isNarrow, setNarrow] = useState(matchMedia(NARROW).matches);
  useEffect(() => {
    const list = matchMedia(NARROW);
    const listen = (): void => setNarrow(list.matches);
    list.addEventListener("change", listen);
    return () => list.removeEventListener("change", listen);
  }, []);
  return isNarrow;
}

function HeadCell({ head, sort, onSort }: { head: Head; sort: string; onSort: (sort: string) => void }) {
  const isBy = sort === head.column || sort === `-${head.column}`;
  if (head.column === "course") {
    return (
      <span role="columnheader" class="cell course" title={head.title}>
        {head.label}
      </span>
    );
  }
  const direction = !isBy ? "none" : sort.startsWith("-") ? "ascending" : "descending";
  return (
    <span role="columnheader" class={`cell ${head.column}`} aria-sort={direction}>
      <button
        type="button"
        title={head.title || undefined}
        onClick={() => onSort(sort === head.column ? `-${head.column}` : head.column)}
      >
        {head.label}
        {isBy && <span aria-hidden="true">{direction === "ascending" ? " ↑" : " ↓"}</span>}
      </button>
    </span>
  );
}

function Cell(props: { column: Column; row: TableRow; numbers: Numbers; isDiff: boolean }) {
  const { column, row, numbers, isDiff } = props;
  if (column === "name") return <Name name={row.name} />;
  if (column === "course") return <Course values={row.course} isSure={row.isSure !== false} />;
  if (column === "share") return <>{percent(row.share, 1)}</>;
  if (column === "objects") return <>{count(row.objects, isDiff)}</>;
  if (column === "cum") return <>{isDiff ? numbers.delta(row.cum) : numbers.value(row.cum)}</>;
  if (column !== "delta") return <>{numbers.value(row[column])}</>;
  const certainty = certaintyOf(row, numbers);
  return (
    <>
      {numbers.delta(row.delta)}
      <span class="half">{certainty === "" ? "" : certainty === "~" ? "~" : `±${certainty}`}</span>
    </>
  );
}
