/** What the flame graph view asks: boxes of what is zoomed to, or of the callers and callees of a function, with what each name is. */

import type { Session } from "../desk/session.ts";
import { type StackSet, type StackSource, sumOf, widthsOf } from "../desk/stacks.ts";
import { percent } from "../numbers.ts";
import type { PageState, Width } from "../page-state.ts";
import { namePattern } from "../pattern.ts";
import { type Boxes, boxesOf, upward } from "./boxes.ts";
import { MARK } from "./marks.ts";

export interface FlameQuestion
  extends Pick<PageState, "type" | "noInlines" | "filters" | "from" | "to" | "width" | "zoom" | "search" | "sandwich"> {
  /** Whose callers and callees are wanted; "" without the sandwich. */
  readonly selected: string;
  /** How wide it is drawn. */
  readonly pixels: number;
}

export interface FlamePicture {
  /** `info` is an index into the names. */
  readonly boxes: Boxes;
  /** One a line: a text is handed to another thread in no time, a list of so many is not. */
  readonly names: string;
  /** One for each name. */
  readonly marks: Uint8Array;
  /** Sums of both ends of all that is drawn here. */
  readonly current: number;
  readonly base: number;
}

export interface FlameAnswer {
  /** As it is zoomed; null for a sandwich. */
  readonly whole: FlamePicture | null;
  /** null if no stack has the selected function, and without a sandwich. */
  readonly sandwich: { readonly callers: FlamePicture; readonly callees: FlamePicture } | null;
  readonly width: Width;
  /** As far as the names lead; a link may be of another profile. */
  readonly zoom: readonly string[];
  /** Sums of both ends, and what 100 % is. */
  readonly current: number;
  readonly base: number;
  readonly denominator: number;
  /** How many functions were found, and how much of the width goes through them; or what is wrong with the pattern. */
  readonly hits: string;
}

export function answerFlame(session: Session, question: FlameQuestion): FlameAnswer {
  const source = session.stacks(question);
  const width = source.isDiff ? question.width : "current";
  const zoom = infosOf(question.zoom, source);
  const { matches, fault } = namePattern(question.search);
  const hits = new Set(question.search === "" ? [] : source.names.filter(matches));
  const look: Look = { source, width, pixels: question.pixels, markOf: markOf(session, question, hits) };
  const node = question.sandwich ? source.infoOf(question.selected) : -1;
  const current = sumOf(source.values.current);
  const report = session.report({ ...question, level: "functions" });
  return {
    whole: question.sandwich && node >= 0 ? null : pictureOf(session.cut(source, "below", zoom), look),
    sandwich: node < 0 ? null : sandwichOf(session, node, look),
    ...{ width, zoom: zoom.map((info) => source.names[info] as string) },
    ...{ current, base: sumOf(source.values.base) },
    denominator: report === undefined ? current : Number(report.denominator.value),
    hits: fault || hitText(source, hits, width),
  };
}

interface Look {
  readonly source: StackSource;
  readonly width: Width;
  readonly pixels: number;
  readonly markOf: (name: string) => number;
}

function sandwichOf(session: Session, node: number, look: Look): FlameAnswer["sandwich"] {
  const callers = pictureOf(session.cut(look.source, "callers", [node]), look);
  return {
    callers: { ...callers, boxes: upward(callers.boxes) },
    callees: pictureOf(session.cut(look.source, "callees", [node]), look),
  };
}

/** With the names of its boxes only. */
function pictureOf(stacks: StackSet, { source, width, pixels, markOf }: Look): FlamePicture {
  const boxes = boxesOf(stacks, source.names.length, width, pixels);
  const places = new Map<number, number>();
  const info = boxes.info.map((of) => {
    const place = places.get(of) ?? places.size;
    places.set(of, place);
    return place;
  });
  const names = Array.from(places.keys(), (of) => source.names[of] as string);
  return {
    boxes: { ...copiedBoxes(boxes), info },
    names: names.join("\n"),
    marks: Uint8Array.from(names, markOf),
    current: sumOf(stacks.values.current),
    base: sumOf(stacks.values.base),
  };
}

/** Without the room that was left for more; what is handed to another thread is gone here. */
function copiedBoxes(boxes: Boxes): Boxes {
  const { parent, isInline, depth, left, part, current, base, grew, shrank } = boxes;
  return {
    ...boxes,
    ...{ parent: parent.slice(), isInline: isInline.slice(), depth: depth.slice() },
    ...{ left: left.slice(), part: part.slice(), current: current.slice(), base: base.slice() },
    ...{ grew: grew.slice(), shrank: shrank.slice() },
  };
}

/** As far as they lead. */
function infosOf(path: readonly string[], source: StackSource): number[] {
  const infos: number[] = [];
  for (const name of path) {
    const info = source.infoOf(name);
    if (info < 0) break;
    infos.push(info);
  }
  return infos;
}

function hitText(source: StackSource, hits: ReadonlySet<string>, width: Width): string {
  if (hits.size === 0) return "";
  const { start, nodes, count } = source.paths;
  const isHit = Uint8Array.from(source.names, (name) => (hits.has(name) ? 1 : 0));
  const widths = widthsOf(source.values, width);
  let through = 0;
  for (let stack = 0; stack < count; stack++) {
    for (let at = start[stack] as number; at < (start[stack + 1] as number); at++) {
      if (isHit[nodes[at] as number] === 0) continue;
      through += widths[stack] as number;
      break;
    }
  }
  return `${hits.size} ${hits.size === 1 ? "function" : "functions"}, ${percent(through, sumOf(widths))} of the width`;
}

function markOf(session: Session, question: FlameQuestion, hits: ReadonlySet<string>): (name: string) => number {
  const marks = session.marks(question);
  return (name) => (marks.get(name) ?? 0) | (hits.has(name) ? MARK.hit : 0);
}
