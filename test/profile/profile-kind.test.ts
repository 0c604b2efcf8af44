import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import {
  describeProfileKind,
  isNoMemory,
  isReferenceProfile,
  notHeap,
  parseReference,
} from "../../src/profile/profile-kind.ts";
import type { Header, Profile } from "../../src/profile/tables.ts";
import { corpusFile, hasCorpus, readBytes } from "./corpus.ts";

test("the kind of every profile of the corpus is told as its index has it", { skip: !hasCorpus && "no corpus" }, () => {
  const rows = readFileSync(corpusFile("INDEX.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  let seen = 0;
  for (const [, path = "", , , , , kind = ""] of rows) {
    if (!/^(heap|cpu|goroutine|contention|threadcreate)$/.test(kind) || path.startsWith("broken/")) continue;
    assert.equal(describeProfileKind(parseProfile(readBytes(corpusFile(path))).header), kind, path);
    seen++;
  }
  assert.ok(seen > 100);
});

test("the kind is told by whole words of the sample types and their units", () => {
  const kindOf = (type: string, unit = "count") => describeProfileKind({ sampleTypes: [{ type, unit }] });
  for (const unit of ["b", "B", "byte", "bytes", "kB", "KiB", "MB", "GiB", "TB", "PiB", "kilobytes", "mebibyte"])
    assert.equal(kindOf("anything", unit.replace(/bibyte$/, "bibytes")), "heap", unit);
  for (const unit of ["bits", "xbytes", "bytess", "kilo", ""]) assert.equal(kindOf("anything", unit), "other", unit);
  for (const type of ["contentions", "delay"]) assert.equal(kindOf(type), "contention");
  for (const type of ["goroutine", "goroutines", "goroutineleak"]) assert.equal(kindOf(type), "goroutine");
  assert.equal(kindOf("threadcreate"), "threadcreate");
  for (const type of ["cpu", "wall", "sample", "samples", "cpu-time"]) assert.equal(kindOf(type), "cpu");
  for (const type of ["cpus", "delays", "goroutinesx", "xcpu", ""]) assert.equal(kindOf(type), "other", type);
  assert.equal(describeProfileKind({ sampleTypes: [] }), "other");
});

test("time, waits, goroutines and threads are no memory; what nobody knows may be", () => {
  for (const type of ["cpu", "samples", "contentions", "delay", "goroutine", "threadcreate", "wall"])
    assert.equal(isNoMemory({ type, unit: "count" }), true, type);
  for (const type of ["inuse_space", "alloc_objects", "allocations", "objects", "anything"])
    assert.equal(isNoMemory({ type, unit: "count" }), false, type);
  assert.equal(isNoMemory({ type: "cpu", unit: "bytes" }), false);
});

test("what is no heap profile is called what it is", () => {
  const said = (...types: string[]) =>
    notHeap("x.out", { sampleTypes: types.map((type) => ({ type, unit: "count" })) }).message;
  assert.equal(
    said("goroutine"),
    "x.out: this is no heap profile but one of goroutines (heapblame goroutines BEFORE AFTER compares two): its sample types are goroutine",
  );
  assert.match(said("samples", "cpu"), /^x\.out: this is no heap profile but a CPU profile: .* are samples, cpu$/);
  assert.match(said("contentions", "delay"), /but one of waiting: /);
  assert.match(said("threadcreate"), /but one of threads: /);
  assert.equal(said("inuse_objects"), "x.out: this is no heap profile: its sample types are inuse_objects");
  assert.match(said(), / its sample types are none$/);
});

test("a reference has a label and a type", () => {
  assert.deepEqual(parseReference("entries. (map[string]int)"), { label: "entries", type: "map[string]int" });
  assert.deepEqual(parseReference(". (*T)"), { label: "", type: "*T" });
  for (const name of ["entries", "entries (T)", "a. (T", "a.b"]) assert.equal(parseReference(name), undefined, name);
});

const REFERENCES = [
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

function referenceProfile(files: readonly string[], name: string, header: Partial<Header> = {}): Profile {
  const builder = new ProfileBuilder({ sampleTypes: REFERENCES, ...header });
  for (const file of files) builder.addMapping({ file });
  builder.addFunction({ name: "main.cache" });
  builder.addFunction({ name });
  return builder.finish();
}

test("references are told by their types, the lack of a period, the one mapping and the names", () => {
  const path = "entries. (map[string]int)";
  assert.equal(isReferenceProfile(referenceProfile(["-"], path)), true);
  assert.equal(isReferenceProfile(referenceProfile(["-"], "main.f")), false);
  assert.equal(isReferenceProfile(referenceProfile(["/bin/app"], path)), false);
  assert.equal(isReferenceProfile(referenceProfile([], path)), false);
  assert.equal(isReferenceProfile(referenceProfile(["-", "-"], path)), false);
  assert.equal(isReferenceProfile(referenceProfile(["-"], path, { period: 524288n })), false);
  assert.equal(isReferenceProfile(referenceProfile(["-"], path, { sampleTypes: REFERENCES.slice(1) })), false);
});
