/** Two outcomes of one command line, compared byte by byte. */
import { gunzipSync } from "node:zlib";
import { profileLines } from "./message.ts";
import type { Outcome } from "./oracle.ts";

export interface Difference {
  /** Which part differs. */
  readonly part: "stdout" | "stderr" | "exit code" | "file";
  readonly expected: Buffer;
  readonly actual: Buffer;
}

/** The first part that differs. */
export function compareOutcomes(expected: Outcome, actual: Outcome): Difference | undefined {
  if (expected.code !== actual.code) {
    const said = (outcome: Outcome): Buffer => Buffer.concat([Buffer.from(`exit ${outcome.code}\n`), outcome.stderr]);
    return { part: "exit code", expected: said(expected), actual: said(actual) };
  }
  return (
    differing("stdout", unzipped(expected.stdout), unzipped(actual.stdout)) ??
    differing("file", unzipped(expected.file ?? MISSING), unzipped(actual.file ?? MISSING)) ??
    differing("stderr", messages(expected.stderr), messages(actual.stderr))
  );
}

const MISSING = Buffer.from("(no file)");

function differing(part: Difference["part"], expected: Buffer, actual: Buffer): Difference | undefined {
  return expected.equals(actual) ? undefined : { part, expected, actual };
}

/** Two writers of gzip need not agree on its bytes. */
function unzipped(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/**
 * What is said, without our own line and two texts that are no message: the usage below it, which heapblame words itself, and the state of
 * pprof's goroutines where it crashes on an option value that heapblame refuses in the same words.
 */
function messages(stderr: Buffer): Buffer {
  const text = withoutOwnLines(stderr.toString("latin1"));
  const crash = /(^|\n)panic: (.*)\n\ngoroutine [\s\S]*$/.exec(text);
  if (crash !== null) return Buffer.from(`${text.slice(0, crash.index)}${crash[1]}${crash[2]}\n`, "latin1");
  const usage = /(^|\n)usage:/i.exec(text);
  return Buffer.from(usage === null ? text : text.slice(0, usage.index), "latin1");
}

/** Without what heapblame says of a profile that is a difference. */
export function withoutOwnLines(text: string): string {
  return text.replace(/^heapblame: .* (?:is a difference of two heaps|covers .* not a state of the heap).*\n/gm, "");
}

const CONTEXT = 2;
const MAX_LINES = 14;
const MAX_WIDTH = 200;

/** The lines around the first that differ: "-" is pprof's, "+" ours. */
export function shortDiff({ part, expected, actual }: Difference): string {
  const want = linesOf(expected);
  const got = linesOf(actual);
  let start = 0;
  while (start < want.length && start < got.length && want[start] === got[start]) start++;
  let wantEnd = want.length;
  let gotEnd = got.length;
  while (wantEnd > start && gotEnd > start && want[wantEnd - 1] === got[gotEnd - 1]) {
    wantEnd--;
    gotEnd--;
  }
  const lines = [
    ...want.slice(Math.max(0, start - CONTEXT), start).map((line) => `  ${line}`),
    ...clipped(want.slice(start, wantEnd)).map((line) => `- ${line}`),
    ...clipped(got.slice(start, gotEnd)).map((line) => `+ ${line}`),
  ];
  return [`${part} differs at line ${start + 1}:`, ...lines.map((line) => line.slice(0, MAX_WIDTH))].join("\n");
}

/** Profiles in words. */
function linesOf(bytes: Buffer): string[] {
  const text = bytes.toString("latin1");
  if (!isProfile(bytes)) return text.split("\n");
  try {
    return profileLines(bytes);
  } catch {
    return text.split("\n");
  }
}

/** profile.proto begins with a sample type, that with field 1. */
function isProfile(bytes: Buffer): boolean {
  return bytes[0] === 0x0a && bytes[2] === 0x08;
}

function clipped(lines: readonly string[]): readonly string[] {
  return lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES), `(${lines.length - MAX_LINES} more)`];
}
