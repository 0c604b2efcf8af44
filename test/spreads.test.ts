/**
 * No data is spread into the arguments of a call: an engine takes some hundred thousand of them and then throws a RangeError. What is listed here has as
 * many as its own code writes.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript-api";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** `file: callee(spread)`, with what bounds it. */
const BOUNDED: Readonly<Record<string, string>> = {
  "binary/build-id.ts: String.fromCharCode(bytes)": "1024 bytes at most",
  "binary/section-data.ts: String.fromCharCode(bytes.subarray(0, 4))": "four",
  "blame/trend/course.ts: gain(best)": "a pair",
  "blame/trend/course.ts: noise.move(best)": "a pair",
  "cli/commands/diff.ts: buildReport(profiles)": "a pair",
  "cli/grammar/route.ts: plain(typed": "the words of a command line",
  "cli/options/report.ts: diffSources(orderPair": "a pair",
  "cli/options/vocabulary.ts: option.default(usual)": "a value and its text",
  "cli/serve/server.ts: refuse(fault)": "a status and its text",
  "demangle/extended-types.ts: sequence": "parts of one node",
  "demangle/operations.ts: sequence": "parts of one node",
  "dump/reader/dump-reader.ts: String.fromCharCode": "the length of a header",
  "profile/codec/foreign.ts: String.fromCharCode(bytes.subarray(0, 16))": "sixteen",
  "profile/legacy/heap.ts: values.push": "a count and a size",
  "profile/wrapping/latin1.ts: String.fromCharCode": "a piece of fixed size",
  "render/font/typeface.ts: String.fromCharCode": "four",
  "report/growth/growth.ts: growthRows": "as many as it has parameters",
  "report/heap/heap.ts: growthRows": "as many as it has parameters",
  "web/export/command.ts: line": "options of one command",
  "wording/held.ts: said.push(duplicateText": "a sentence or none",
  "wording/trend/series.ts: sentences": "restarts of a process within a series of files",
};

function spreadsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(src, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const todo: import("typescript-api").Node[] = [source];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      for (const argument of node.arguments ?? []) {
        if (ts.isSpreadElement(argument))
          found.push(`${file}: ${node.expression.getText()}(${argument.expression.getText().replace(/\s+/g, " ")})`);
      }
    }
    ts.forEachChild(node, (child) => void todo.push(child));
  }
  return found;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
const spreads = files.map((file) => file.replaceAll("\\", "/")).flatMap(spreadsIn);

test("no column becomes the arguments of a call", () => {
  assert.ok(files.length > 300);
  assert.deepEqual(
    spreads.filter((spread) => !Object.keys(BOUNDED).some((known) => spread.startsWith(known))),
    [],
  );
});

test("what is listed is there", () => {
  const gone = Object.keys(BOUNDED).filter((known) => !spreads.some((spread) => spread.startsWith(known)));
  assert.deepEqual(gone, []);
});
