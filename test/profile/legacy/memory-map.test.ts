/** Memory maps of legacy profiles, line by line. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileError } from "../../../src/errors.ts";
import { LineScanner } from "../../../src/profile/legacy/go-text.ts";
import { isMemoryMapStart, parseMemoryMap, readMemoryMap } from "../../../src/profile/legacy/memory-map.ts";

const scannerOf = (text: string): LineScanner => new LineScanner(new TextEncoder().encode(text));

/** One line a mapping: `start limit offset file build-id`. */
function rowsOf(text: string): string[] {
  return parseMemoryMap(scannerOf(text)).map(({ memoryStart, memoryLimit, fileOffset, file, buildId }) =>
    [...[memoryStart, memoryLimit, fileOffset].map((each) => each.toString(16)), file, buildId].join(" ").trimEnd(),
  );
}

test("lines of /proc/self/maps are mappings where they are executable", () => {
  assert.deepEqual(
    rowsOf(
      [
        "00400000-004d4000 r-xp 00000010 08:01 123   /usr/bin/service",
        "004d4000-004d5000 rw-p 000d4000 08:01 123   /usr/bin/service",
        "7f00-7fff --x- 00000000 00:00 0",
        "ffffffffff600000-ffffffffff601000 r-xp 00000000 00:00 0   [vsyscall]",
      ].join("\n"),
    ),
    ["400000 4d4000 10 /usr/bin/service", "7f00 7fff 0", "ffffffffff600000 ffffffffff601000 0 [vsyscall]"],
  );
});

test("brief lines have an offset and a build id behind the file", () => {
  assert.deepEqual(
    rowsOf("0x40000-0x80000 /usr/bin/service (@ff00) abc123\n10 20: /lib/a.so\nI0102 x.go:7] 30-40 /lib/b.so"),
    ["40000 80000 ff00 /usr/bin/service abc123", "10 20 0 /lib/a.so", "30 40 0 /lib/b.so"],
  );
  assert.deepEqual(rowsOf("abcd /lib/c.so"), ["abc d 0 /lib/c.so"], "two numbers may touch");
  assert.deepEqual(rowsOf("build=x\n# nothing\n11112222333344445-6 /lib/d.so"), [], "no number of 64 bits");
});

test("names stand for their values in the lines below, the one defined first where several fit", () => {
  assert.deepEqual(
    rowsOf("lib=/opt/lib \nlibs=/opt/libs\nlib=/other\n10-20 $lib/a.so\n30-40 $libs/b.so\n50-60 $none/c.so\n70-80 a$"),
    ["10 20 0 /opt/lib/a.so", "30 40 0 /opt/libs/b.so", "50 60 0 $none/c.so", "70 80 0 a$"],
  );
});

test("a line may be 2^20 characters with its names replaced, and no longer", () => {
  const value = "x".repeat(2 ** 10);
  const free = 2 ** 10 - "10-20 ".length;
  const exact = `v=${value}\n10-20 ${"y".repeat(free)}${"$v".repeat(2 ** 10 - 1)}`;
  assert.equal(parseMemoryMap(scannerOf(exact))[0]?.file.length, 2 ** 20 - "10-20 ".length);
  assert.throws(
    () => parseMemoryMap(scannerOf(exact.replace("y", "yy"))),
    (error) => error instanceof ProfileError && error.code === "too-large" && /1048576 characters/.test(error.message),
  );
});

test("a map begins behind its title, wherever that stands", () => {
  for (const title of ["--- Memory map: ---", "MAPPED_LIBRARIES:", "I0102 x] MAPPED_LIBRARIES:"]) {
    assert.ok(isMemoryMapStart(title));
    assert.equal(readMemoryMap(scannerOf(`10-20 /before\n${title}\n30-40 /lib/a.so`)).length, 1);
  }
  assert.deepEqual(readMemoryMap(scannerOf("10-20 /before")), []);
  assert.equal(isMemoryMapStart("Memory map"), false);
});

test("a line that is too long ends the reading with an error", () => {
  assert.throws(
    () => parseMemoryMap(scannerOf(`10-20 /a\n${"x".repeat(70_000)}\n`)),
    (error) => error instanceof ProfileError && /more than 65,535 bytes/.test(error.message),
  );
});
