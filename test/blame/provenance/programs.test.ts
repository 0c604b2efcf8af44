/** Which programs a profile has frames of: libraries and what is no Go are none. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { programsOf } from "../../../src/blame/provenance/programs.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";

function programs(...places: readonly (readonly [file: string, name: string, buildId?: string])[]): string[] {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  for (const [at, [file, name, buildId = ""]] of places.entries()) {
    const memoryStart = BigInt(at + 1) * 0x100000n;
    const mapping = builder.addMapping({ file, buildId, memoryStart, memoryLimit: memoryStart + 0x1000n });
    const lines = name === "" ? [] : [{ function: builder.addFunction({ name }), line: 1 }];
    builder.addSample([builder.addLocation({ mapping, address: memoryStart + 16n, lines })], [1]);
  }
  return programsOf(builder.finish());
}

test("each build of a program is one", () => {
  assert.deepEqual(programs(["/bin/a", "main.main"], ["/bin/b", "net/http.(*conn).serve"]), ["/bin/a", "/bin/b"]);
  assert.deepEqual(programs(["/bin/a", "main.main", "x"], ["/bin/a", "main.f", "x"]), ["/bin/a"]);
  assert.deepEqual(programs(["/bin/a", "main.main", "x"], ["/bin/a", "main.f", "y"]), ["/bin/a", "/bin/a"]);
});

for (const file of [
  "/lib/libc.so",
  "/lib/libc.so.6",
  "/lib/libc-2.31.so.6.1",
  "a.dll",
  "b.dylib",
  "[vdso]",
  "//anon",
  "",
]) {
  test(`${file || "no file"} is no program`, () => assert.deepEqual(programs([file, "main.main"]), []));
}

test("a mapping without Go's names is none, and a file that only sounds like a library is one", () => {
  assert.deepEqual(programs(["/bin/a", "std::vector<int>::push_back"], ["/bin/b", "malloc"], ["/bin/c", ""]), []);
  assert.deepEqual(programs(["/bin/server.social", "main.main"]), ["/bin/server.social"]);
});

test("places without a mapping are of no program", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const line = { function: builder.addFunction({ name: "main.main" }), line: 1 };
  builder.addSample([builder.addLocation({ address: 1n, lines: [line] })], [1]);
  assert.deepEqual(programsOf(builder.finish()), []);
});

test("a place without lines does not lend those of the next one", () => {
  assert.deepEqual(programs(["/bin/c", ""], ["/bin/a", "main.main"]), ["/bin/a"]);
});
