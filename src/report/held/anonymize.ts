/** Who holds, under pseudonyms: variables, fields, types and functions that are not known to be public, wherever a report names them. */
import type { NamedFunction } from "../../graph/anonymize/anonymize.ts";
import type { Pseudonyms } from "../../graph/anonymize/pseudonyms.ts";
import type { HolderEvidence } from "./evidence.ts";
import type { HeldFacts, NamedBytes } from "./facts.ts";
import type { DumpSummary, HeldReport } from "./held.ts";
import type { HolderRoots } from "./roots.ts";
import type { HeldElement, HolderRow } from "./rows.ts";
import type { HolderSamples } from "./samples.ts";

/** `functions`: those of the dump with their files, which tell the standard library from a private package. */
export function anonymizeHeld(report: HeldReport, names: Pseudonyms, functions: readonly NamedFunction[]): HeldReport {
  const hidden = new HiddenNames(names, functions);
  return {
    ...report,
    current: hidden.summary(report.current, "current"),
    base: report.base && hidden.summary(report.base, "base"),
    binary: report.binary && { ...report.binary, source: "program" },
    holders: report.holders.map((row) => hidden.row(row)),
    samples: { ...report.samples, byHolder: report.samples.byHolder.map((each) => hidden.samples(each)) },
    facts: report.facts && hidden.facts(report.facts),
  };
}

/** The suspect is a pseudonym already. */
export function anonymizeEvidence(
  evidence: HolderEvidence,
  names: Pseudonyms,
  functions: readonly NamedFunction[],
): HolderEvidence {
  const hidden = new HiddenNames(names, functions);
  return {
    ...evidence,
    current: hidden.summary(evidence.current, "current"),
    base: evidence.base && hidden.summary(evidence.base, "base"),
    holders: evidence.holders.map((row) => hidden.row(row)),
  };
}

/** What a path has that is nobody's name. */
const WORDS = /^(?:key|value|buffer|pooled|finalizers|queued|objects|that|only|wait|for|their|finalizer|0x[0-9a-f]+)$/;

class HiddenNames {
  readonly #names: Pseudonyms;
  readonly #files: ReadonlyMap<string, string>;

  constructor(names: Pseudonyms, functions: readonly NamedFunction[]) {
    this.#names = names;
    this.#files = new Map(functions.map(({ name, file }) => [name, file]));
  }

  summary(summary: DumpSummary, source: string): DumpSummary {
    return { ...summary, source };
  }

  row(row: HolderRow): HolderRow {
    const { holder, field, element, samples } = row;
    return {
      ...row,
      holder: { ...holder, name: this.#holder(holder), frame: this.#function(holder.frame) },
      path: this.#path(row.path),
      type: this.#type(row.type),
      field: field && { struct: this.#struct(field.struct), name: this.#fields(`.${field.name}`).slice(1) },
      element: element && this.#element(element),
      roots: row.roots && this.#roots(row.roots),
      others: row.others && this.#roots(row.others),
      beside: this.#path(row.beside),
      samples: samples && this.samples(samples),
    };
  }

  samples(samples: HolderSamples): HolderSamples {
    return {
      ...samples,
      functions: samples.functions.map((row) => ({ ...row, function: this.#function(row.function) })),
      stacks: samples.stacks.map((stack) => ({
        ...stack,
        function: this.#function(stack.function),
        frames: stack.frames.map((frame) => this.#function(frame)),
      })),
    };
  }

  facts(facts: HeldFacts): HeldFacts {
    const named = (rows: readonly NamedBytes[]): NamedBytes[] =>
      rows.map((row) => ({ ...row, path: this.#path(row.path), type: this.#type(row.type) }));
    const duplicates = facts.duplicates && {
      ...facts.duplicates,
      largest: facts.duplicates.largest.map((row) => ({
        ...row,
        path: this.#path(row.path),
        type: this.#type(row.type),
      })),
    };
    const goroutines = facts.goroutines.map((row) => ({ ...row, path: this.#function(row.path) }));
    return {
      ...facts,
      duplicates,
      largest: named(facts.largest),
      slack: named(facts.slack),
      mapSlack: named(facts.mapSlack),
      goroutines,
    };
  }

  #holder({ kind, name }: HolderRow["holder"]): string {
    return kind === "goroutine" ? this.#function(name) : kind === "other-root" ? name : this.#variable(name);
  }

  #element(element: HeldElement): HeldElement {
    return { ...element, path: this.#path(element.path), type: this.#type(element.type) };
  }

  #roots(roots: HolderRoots): HolderRoots {
    return { ...roots, names: roots.names.map((name) => this.#path(name)) };
  }

  #function(name: string): string {
    return this.#names.functionName(name, this.#files.get(name) ?? "");
  }

  #variable(name: string): string {
    return WORDS.test(name) ? name : this.#names.variableName(name);
  }

  /** Of a closure its function. */
  #struct(name: string): string {
    return /\.func\d+(\.\d+)*$/.test(name) ? this.#function(name) : this.#type(name);
  }

  #type(name: string): string {
    return name === "" ? "" : this.#names.typeName(name);
  }

  /** `goroutine main.work, in main.read .buffer[podPort] key .pod` */
  #path(path: string): string {
    let before = "";
    return splitPath(path)
      .map((token) => {
        const isFunction = before === "goroutine" || before === "in";
        const isRoot = before === "root";
        before = token;
        if (token.startsWith(".")) return this.#fields(token);
        if (isRoot || WORDS.test(token) || token === "goroutine" || token === "in" || token === "root") return token;
        const comma = token.endsWith(",") ? "," : "";
        const name = token.slice(0, token.length - comma.length);
        return (isFunction ? this.#function(name) : this.#withBrackets(name, (text) => this.#variable(text))) + comma;
      })
      .join(" ");
  }

  #fields(steps: string): string {
    return this.#withBrackets(steps, (text) =>
      text.replace(/[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g, (name) => this.#names.of("field", name)),
    );
  }

  /** What is in brackets is types of keys. */
  #withBrackets(text: string, outside: (text: string) => string): string {
    return text
      .split(/(\[[^\]]*\])/)
      .map((piece, at) => {
        if (at % 2 === 1) return `[${this.#type(piece.slice(1, -1))}]`;
        return piece === "" ? "" : outside(piece);
      })
      .join("");
  }
}

/** At the spaces outside of brackets and braces. */
function splitPath(path: string): string[] {
  const tokens: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < path.length; at++) {
    const char = path[at];
    if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
    else if (char === " " && depth === 0) {
      tokens.push(path.slice(start, at));
      start = at + 1;
    }
  }
  return [...tokens, path.slice(start)];
}
