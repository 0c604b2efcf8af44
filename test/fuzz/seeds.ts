/** Small inputs to begin with, which have in them what the captured ones have not: labels, inlining, recursion, C++ names, negative values. */

import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { gzip } from "../../src/profile/codec/gzip/gzip.ts";
import { generateFamily, PLAIN } from "../differential/generate.ts";
import { profileBytes } from "../differential/message.ts";
import { fixtureBytes } from "../fixtures.ts";
import { hostileDump, hostileGoroutines, hostileHeap } from "../hostile/hostile-names.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

export function generatedProfiles(): Uint8Array[] {
  const { current, otherBuild } = generateFamily(11, PLAIN);
  return [
    hostileHeap(2),
    hostileGoroutines(2),
    encodeProfile(
      profileFromText("main.main;main.r;main.r;main.r 3 4096\nmain.main;main.a@a.go:3;~main.b@b.go:9 1 -16"),
    ),
    gzip(
      encodeProfile(
        profileFromText("_ZN1A1fIiEEvT_;_RNvC1a1b;main.g 1 9223372036854775807\nmain.g 1 -9223372036854775808"),
      ),
    ),
    profileBytes(current),
    profileBytes(otherBuild),
  ];
}

export function generatedDump(): Uint8Array {
  return hostileDump();
}

const CAPTURE = "cluster/linkerd-destination";
const SNAPSHOT = ["goroutine.pb.gz", "heap.debug1.txt.gz", "heap.pb.gz", "metrics.txt.gz"];

/** A real capture directory, by the names below it. */
export function captureFiles(): Record<string, Uint8Array> {
  const names = ["001", "002", "003", "004", "005", "006"].flatMap((snapshot) =>
    SNAPSHOT.map((file) => `${snapshot}/${file}`),
  );
  return Object.fromEntries(["manifest.json", ...names].map((name) => [name, fixtureBytes(`${CAPTURE}/${name}`)]));
}

const BLOCK = 512;

/** As ustar has it. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const members = Object.entries(files).flatMap(([name, bytes]) => [
    tarHeader(name, bytes.length),
    bytes,
    new Uint8Array(-bytes.length & (BLOCK - 1)),
  ]);
  return Buffer.concat([...members, new Uint8Array(2 * BLOCK)]);
}

function tarHeader(name: string, size: number): Uint8Array {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  };
  header.write(name, 0, "latin1");
  for (const [value, at, length] of [
    [0o644, 100, 8],
    [0, 108, 8],
    [0, 116, 8],
    [size, 124, 12],
    [0, 136, 12],
  ] as const) {
    octal(value, at, length);
  }
  header.write("        0", 148, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return header;
}
