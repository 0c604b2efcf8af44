/** The table: what grew, or what there is, by function, package, module, file, line or decoded Kind. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { askedOf, orderQuestion } from "../desk/answers.ts";
import { useAnswer } from "../desk/use-answer.ts";
import { certaintyOf, changeClass, count, type Numbers, numbersIn, percent } from "../numbers.ts";
import { LEVELS } from "../page-state.ts";
import { usePrinting } from "../paper/printing.ts";
import { Check, Choice, Name, Note, TextField } from "../parts.tsx";
import type { ViewProps } from "../props.ts";
import { Course } from "../time/course.tsx";
import { columnsOf, type RowColumns, rowAt, rowNamed } from "./columns.ts";
import { type Head, headsOf, isCharged } from "./heads.ts";
import { countText, emptyText } from "./row-count.ts";
import type { Column, TableRow } from "./rows.ts";
import { useVirtualRows } from "./virtual-rows.ts";

const ROW_HEIGHT = 26;
/** Of two lines: the name above the numbers, where there is no room beside them. */
const NARROW_ROW_HEIGHT = 46;

export function Table({ desk, state, change }: ViewProps) {
  const { level, find, own, sure } = state;
  const rows = useAnswer(desk, "rows", { ...askedOf(state), level });
  const arranged = useAnswer(desk, "order", orderQuestion(state));
  const columns = rows?.columns ?? NO_ROWS;
  const { type } = desk.facts.typeOf(state);
  const numbers = useMemo(() => numbersIn(largestOf(columns), type.unit), [columns, type.unit]);
  const levels = LEVELS.filter((known) => known !== "kinds" || rows?.hasKinds === true);
  // Of other rows until those of the question are there.
  const order = arranged?.order.every((row) => row < columns.length) === true ? arranged.order : NO_ORDER;
  const isEmpty = rows !== undefined && arranged !== undefined && order.length === 0 && arranged.order.length === 0;
  return (
    <section class="view" aria-label="Table">
      <div class="tools">
        <Choice label="by" value={level} choices={levels} onChoose={(chosen) => change({ level: chosen }, true)} />
        <TextField
          label="filter"
          id="find"
          value={find}
          onInput={(text) => change({ find: text })}
          isPatient={desk.facts.data.isLarge}
        />
        {columns.isOwn.includes(1) && (
          <Check label="own code only" checked={own} onChange={(isOwn) => change({ own: isOwn }, true)} />
        )}
        {columns.isSure.some((mark) => mark >= 0) && (
          <Check label="sure only" checked={sure} onChange={(isSure) => change({ sure: isSure }, true)} />
        )}
        <span class="count" role="status">
          {arranged === undefined
            ? ""
            : arranged.fault || countText(arranged, columns.length, numbers, desk.facts.isDiff)}
        </span>
      </div>
      <Grid {...{ desk, state, change, columns, order, numbers }} all={isEmpty ? 0 : rows?.columns.length} />
      {isEmpty && <Note>{emptyText(state, columns.length)}</Note>}
      {order.length > MOST_PRINTED && (
        <p class="note printed">
          Printed are the first {MOST_PRINTED} of {count(order.length, false)} rows; the command at the end has all.
        </p>
      )}
      {isCharged(level) && <Note>What Go's own packages allocate counts for whoever called them.</Note>}
      {desk.facts.isDiff && order.length > 0 && (
        <Note>
          {columns.isSure.some((mark) => mark >= 0)
            ? "± half of the 95 % interval; ~ the change is within what sampling alone explains."
            : "How much of a change is sampling noise is not known here."}
        </Note>
      )}
    </section>
  );
}

const NO_ROWS: RowColumns = columnsOf([]);
const NO_ORDER = new Int32Array(0);

/** Values of the first rows, which are the largest: for the unit. */
function largestOf({ base, current, delta, cum }: RowColumns): number[] {
  return [base, current, delta, cum].flatMap((column) => Array.from(column.subarray(0, 200)));
}

/** Characters that the longest of the numbers takes, and a column's head with its arrow. */
function cellWidth(columns: RowColumns, numbers: Numbers): number {
  return largestOf(columns).reduce((most, value) => Math.max(most, numbers.delta(value).length), HEAD_WIDTH);
}

const HEAD_WIDTH = 9;

interface GridProps extends ViewProps {
  readonly columns: RowColumns;
  /** Rows that are shown. */
  readonly order: Int32Array;
  readonly numbers: Numbers;
  /** Rows before the filter, which give it its height: it does not jump while a filter is typed that finds some. */
  readonly all: number | undefined;
}

function Grid({ desk, state, change, columns, order, numbers, all }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrowness();
  const isPrinting = usePrinting();
  const rowHeight = isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const { items: seen, height, scrollTo } = useVirtualRows(scroller, order.length, rowHeight);
  const selected = useMemo(() => order.indexOf(rowNamed(columns, state.selected)), [columns, order, state.selected]);
  useEffect(() => {
    if (selected >= 0) scrollTo(selected);
  }, [selected]);
  const items = isPrinting ? firstRows(order.length) : seen;
  const width = useMemo(() => cellWidth(columns, numbers), [columns, numbers]);
  const { isDiff } = desk.facts;
  const hasObjects = useMemo(() => columns.objects.some((value) => !Number.isNaN(value)), [columns]);
  const heads = headsOf(state.level, isDiff, { course: columns.courses.length > 0, objects: hasObjects });
  const open = (name: string): void => change({ selected: name, view: "flame", sandwich: true }, true);
  const move = (step: number): void => {
    const next = order[Math.min(Math.max(selected + step, 0), order.length - 1)];
    if (next !== undefined) change({ selected: rowAt(columns, next).name });
  };
  return (
    <div
      class={isDiff ? "grid change" : "grid"}
      role="grid"
      aria-rowcount={order.length + 1}
      aria-label={`${state.level}, ${order.length} ${order.length === 1 ? "row" : "rows"}`}
      aria-activedescendant={items.some(({ index }) => index === selected) ? `row-${selected}` : undefined}
      style={{ "--cell": `${width}ch`, "--whole": all === undefined ? undefined : `${all * rowHeight}px` }}
      ref={scroller}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget && selected >= 0) open(state.selected);
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
          const place = order[index];
          if (place === undefined) return undefined;
          const row = rowAt(columns, place);
          return (
            <div
              key={`${row.name} ${index}`}
              role="row"
              id={`row-${index}`}
              aria-rowindex={index + 2}
              aria-selected={row.name === state.selected}
              class={`row${row.name === state.selected ? " selected" : ""}`}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => change({ selected: row.name }, true)}
              onDblClick={() => open(row.name)}
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

/** Some ten sheets: what is left out is the least, and is said. */
const MOST_PRINTED = 500;

function firstRows(length: number): readonly { readonly index: number; readonly start: number }[] {
  return Array.from({ length: Math.min(length, MOST_PRINTED) }, (_, index) => ({ index, start: 0 }));
}

const STEPS: Readonly<Record<string, number>> = {
  ...{ ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 },
  ...{ Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY },
};

/** What changed surely has a colour; what did not change, and what noise explains, steps back. */
function lookOf(column: Column, row: TableRow, isDiff: boolean): string {
  if (column === "name" || column === "course") return "";
  if (!row[column]) return "faint";
  if (!isDiff || column === "base" || column === "current") return "";
  const isSure = column === "cum" ? row.isSureCum : row.isSure;
  if (isSure === false) return "faint";
  if (column !== "delta" && column !== "cum") return "";
  return changeClass(row[column]);
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
