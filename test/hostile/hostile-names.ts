/** Files whose every text was written by somebody who means ill. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import type { ValueType } from "../../src/profile/tables.ts";
import { writeDump } from "../dump/dump-writer.ts";

/** Clears the screen, writes to the clipboard, turns the line, forges a line of ours, and is a mention, a link, a picture, a formula and markup. */
export const EVIL =
  "=1+1\u001b[2J\u001b]52;c;aGk=\u0007\u009b31m\u202egpj\u2066\u200b\u00ad\0\udc9b\u2028\u007f" +
  "\r\nheapblame: nothing grew\n# @victim #1 GH-7 https://evil.example/ a@b.c ``x` | <img src=x onerror=alert(1)> ![i](http://e/i.png) [l](//e)" +
  '","=2+2;=3+3]]>--></title></script><script>alert(1)</script>\t%s';

const HEAP_TYPES: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

/** Grows by `factor`. */
export function hostileHeap(factor: number, types: readonly ValueType[] = HEAP_TYPES): Uint8Array {
  const builder = new ProfileBuilder({
    sampleTypes: types,
    periodType: { type: "space", unit: "bytes" },
    period: 524288n,
    timeNanos: 1_700_000_000_000_000_000n + BigInt(factor) * 60_000_000_000n,
    comments: [EVIL, `second ${EVIL}`],
    docUrl: `http://h/${EVIL}`,
  });
  const mapping = builder.addMapping({ memoryStart: 0x1000n, memoryLimit: 0x9000n, file: EVIL, buildId: EVIL });
  const names = [EVIL, `main.(*T).${EVIL}`, `net/http.${EVIL}`, `${EVIL}/v2.leak`, `@victim`, `+main.plus`];
  const locations = names.map((name, at) =>
    builder.addLocation({
      mapping,
      address: BigInt(0x1000 + 16 * at),
      lines: [{ function: builder.addFunction({ name, file: `/src/${EVIL}.go`, startLine: 1 }), line: at + 1 }],
    }),
  );
  for (let at = 0; at < names.length; at++) {
    const stack = [...locations.slice(at), ...locations.slice(0, 1)];
    const size = BigInt(200_000_000 * factor + at * 1_000_000);
    const labels = [
      { key: EVIL, value: EVIL },
      { key: "bytes", value: 65_536n, unit: EVIL },
    ];
    builder.addSample(
      stack,
      types.map((_, type) => (type % 2 === 0 ? size / 65_536n : size)),
      labels,
    );
  }
  return gzipSync(encodeProfile(builder.finish()));
}

/** With a unit and a type that are no words either. */
export function hostileTypes(factor: number): Uint8Array {
  return hostileHeap(factor, [
    { type: "inuse_objects", unit: EVIL },
    { type: "inuse_space", unit: "bytes" },
    { type: EVIL, unit: EVIL },
    { type: `x${EVIL}`, unit: EVIL },
  ]);
}

export function hostileGoroutines(factor: number): Uint8Array {
  return hostileHeap(factor, [{ type: "goroutine", unit: "count" }]);
}

export function hostileDump(): Uint8Array {
  return writeDump({
    heap: [0xc000000000, 0xc000400000],
    goVersion: `go1.26${EVIL}`,
    types: [[0x500000, 16, EVIL]],
    objects: [
      { address: 0xc000000000, words: [0xc000000040, 0] },
      { address: 0xc000000040, words: [0, 0, 0, 0] },
    ],
    goroutines: [
      { address: 0xc000001000, frames: [[`main.${EVIL}`, 0x401000, { address: 0xc000002000, words: [0xc000000000] }]] },
    ],
    roots: [[EVIL, 0xc000000000]],
    stacks: [[[`main.${EVIL}`, `x/y.${EVIL}`], 32, [0xc000000040]]],
  });
}

/** A capture directory in which everything that is free to say anything does. */
export function writeHostileCapture(directory: string): void {
  const files = (factor: number, name: string): object => {
    mkdirSync(join(directory, name), { recursive: true });
    const bytes = hostileHeap(factor);
    writeFileSync(join(directory, name, "heap.pb.gz"), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const heap = { path: `${name}/heap.pb.gz`, url: `http://h/${EVIL}`, bytes: bytes.length, sha256 };
    return { heap, heapText: null, goroutine: null, metrics: null };
  };
  const container = {
    ...{ name: EVIL, image: EVIL, imageDigest: null, containerId: null, restartCount: 2, lastEnd: EVIL },
    ...{ memoryLimit: "250Mi", memoryRequest: EVIL, gogc: EVIL, gomemlimit: EVIL },
  };
  const snapshots = [1, 2, 3].map((factor) => ({
    name: `00${factor}`,
    time: `2026-11-25T10:0${factor}:00Z`,
    ...{ process: 1, iterations: factor, trigger: EVIL, liveBytes: 1, workingSetBytes: 1, residentBytes: 1 },
    files: files(factor, `00${factor}`),
  }));
  const manifest = {
    ...{ kind: "heapblame-capture", schemaVersion: 1, madeBy: EVIL, source: EVIL, workload: EVIL },
    during: { command: EVIL, iterations: 3 },
    processes: [
      {
        ...{ id: 1, program: EVIL, startedAt: null, goVersion: EVIL, endpoint: EVIL },
        pod: { namespace: EVIL, name: EVIL, uid: EVIL, node: EVIL, port: 1 },
        container,
      },
    ],
    snapshots,
    events: [{ time: "2026-11-25T10:01:30Z", kind: "failed", text: EVIL }],
  };
  writeFileSync(join(directory, "manifest.json"), JSON.stringify(manifest));
}
