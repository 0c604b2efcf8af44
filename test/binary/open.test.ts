import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeProgram } from "../../src/binary/index.ts";
import { BinaryError } from "../../src/errors.ts";
import { ask, buildProgram, describeBuild, missingGo, missingReadelf, openBuild, WAYS } from "./programs.ts";

const skip = missingGo();

const FACTS: Readonly<Record<string, readonly unknown[]>> = {
  "linux/amd64": ["elf", "amd64", 8, true, false],
  "linux/386": ["elf", "386", 4, true, false],
  "linux/arm64": ["elf", "arm64", 8, true, false],
  "linux/s390x": ["elf", "s390x", 8, false, false],
  "darwin/arm64": ["mach-o", "arm64", 8, true, true],
  "windows/amd64": ["pe", "amd64", 8, true, true],
  "linux/amd64 -buildmode=pie": ["elf", "amd64", 8, true, true],
};

for (const build of WAYS) {
  const facts = FACTS[describeBuild(build)];
  if (facts === undefined) continue;
  test(`${describeBuild(build)} is known for what it is`, { skip }, () => {
    const { format, architecture, pointerSize, isLittleEndian, isPositionIndependent } = openBuild(build).file;
    assert.deepEqual([format, architecture, pointerSize, isLittleEndian, isPositionIndependent], facts);
  });
}

test("sections and segments are those of readelf", { skip: missingReadelf() }, () => {
  const path = buildProgram({ target: "linux/amd64" });
  const { sections, segments } = openBuild({ target: "linux/amd64" }).file;
  const wanted = [
    ...ask("readelf", "-SW", path).matchAll(/^ +\[ *\d+\] (\S+) +\S+ +([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+)/gm),
  ];
  const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
  assert.deepEqual(
    sections
      .slice(1)
      .map(({ name, address, fileOffset, size }) => [name, hex(address, 16), hex(fileOffset, 6), hex(size, 6)]),
    wanted.map((match) => match.slice(1)),
  );
  const loads = [...ask("readelf", "-lW", path).matchAll(/^ +LOAD +0x(\S+) 0x(\S+) \S+ 0x(\S+) 0x(\S+)/gm)];
  assert.deepEqual(
    segments.map(({ fileOffset, address, fileSize, size }) => [
      hex(fileOffset, 6),
      hex(address, 16),
      hex(fileSize, 6),
      hex(size, 6),
    ]),
    loads.map((match) => match.slice(1)),
  );
});

test("what is no program is refused in words", () => {
  const refused = (bytes: Uint8Array, wanted: RegExp): void => {
    assert.throws(
      () => decodeProgram(bytes),
      (error) => error instanceof BinaryError && wanted.test(error.message),
    );
  };
  refused(new Uint8Array(0), /no ELF, Mach-O or PE file/);
  refused(new TextEncoder().encode("#!/bin/sh\n"), /no ELF, Mach-O or PE file/);
  refused(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2), /several processors/);
  refused(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1), /the ELF header would lie at byte 0 to 16 of a file of 6 bytes/);
});
