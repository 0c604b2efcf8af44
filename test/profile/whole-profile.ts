/** A profile that has every field, each with a value of its own. */
import { ProfileBuilder } from "../../src/profile/builder.ts";
import type { Profile } from "../../src/profile/tables.ts";

export function wholeProfile(): Profile {
  const builder = new ProfileBuilder({
    sampleTypes: [
      { type: "objects", unit: "count" },
      { type: "space", unit: "bytes" },
    ],
    ...{ periodType: { type: "space", unit: "bytes" }, period: 524288n, timeNanos: 1787320800000000001n },
    ...{ durationNanos: 30_000_000_007n, dropFrames: "malloc", keepFrames: "keep", comments: ["one", "two"] },
    ...{ defaultSampleType: "objects" },
  });
  const program = {
    memoryStart: 0x400000n,
    memoryLimit: 0x900000n,
    fileOffset: 0x1000n,
    file: "/bin/app",
    buildId: "abc",
  };
  const first = builder.addMapping({ ...program, hasFunctions: true, hasLineNumbers: true });
  const library = { memoryStart: 0x7f0000000000n, memoryLimit: 0xfffffffffffff000n, file: "/lib/c.so" };
  const second = builder.addMapping({ ...library, hasFilenames: true, hasInlineFrames: true });
  const outer = builder.addFunction({ name: "main.f", systemName: "_main.f", file: "/src/f.go", startLine: 5 });
  const inner = builder.addFunction({ name: "main.g", systemName: "_main.g", file: "/src/g.go", startLine: 300 });
  const lines = [
    { function: inner, line: 301, column: 2 },
    { function: outer, line: 9, column: 70 },
  ];
  const called = builder.addLocation({ mapping: first, address: 0x401234n, lines });
  const bare = builder.addLocation({ mapping: second, address: 0xffffffffffffe000n, lines: [], isFolded: true });
  const labels = [
    { key: "bytes", value: 64n, unit: "bytes" },
    { key: "kind", value: "x" },
  ];
  builder.addSample([bare, called], [3, -4096], labels);
  builder.addSample([called], [2n ** 62n, -1n]);
  return builder.finish();
}
