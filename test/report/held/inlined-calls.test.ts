/** A frame of a dump by its function, file and line: what a heap profile has inlined there, and nothing elsewhere. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { inlinedCalls } from "../../../src/report/held/inlined-calls.ts";
import { HEAP_TYPES } from "../../blame/heap-buckets.ts";

function inlined(): ReturnType<typeof inlinedCalls> {
  const builder = new ProfileBuilder({ sampleTypes: HEAP_TYPES });
  const [make, keep, serve] = ["make", "keep", "serve"].map((name) =>
    builder.addFunction({ name: `main.${name}`, file: `${name}.go` }),
  ) as [number, number, number];
  const at = (...lines: readonly (readonly [number, number])[]) =>
    builder.addLocation({ lines: lines.map(([row, line]) => ({ function: row, line })) });
  at([make, 7], [keep, 20], [serve, 30]);
  at([serve, 40]);
  return inlinedCalls(builder.finish());
}

test("what is inlined at a frame is called there too, by the line of the innermost", () => {
  const functionsAt = inlined();
  const serve = (file: string, line: number) => functionsAt({ function: "main.serve", file, line });
  assert.deepEqual(serve("make.go", 7), ["main.serve", "main.make", "main.keep"]);
  assert.deepEqual(serve("make.go", 8), ["main.serve"]);
  assert.deepEqual(serve("serve.go", 30), ["main.serve"]);
  assert.deepEqual(serve("serve.go", 40), ["main.serve"]);
  assert.deepEqual(functionsAt({ function: "main.other", file: "make.go", line: 7 }), ["main.other"]);
});

test("around what a go or defer statement calls there is a function that no profile has", () => {
  const functionsAt = inlined();
  for (const wrapper of ["main.start.gowrap1", "main.start.func2.deferwrap12"])
    assert.deepEqual(functionsAt({ function: wrapper, file: "serve.go", line: 40 }), [wrapper, "main.serve"]);
  assert.deepEqual(functionsAt({ function: "main.gowrap", file: "serve.go", line: 40 }), ["main.gowrap"]);
});
