/** Where in the program's own sources a suspect is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { placeOf } from "../../../src/report/check/place.ts";
import type { Evidence } from "../../../src/report/growth/evidence.ts";
import { gatherEvidence } from "../../../src/report/growth/evidence.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const TEXT =
  "main.main;example.com/app/store.Put@/src/put.go:7 1 10\nmain.main;example.com/app/store.Put@/src/put.go:9;fmt.F 1 30\nmain.main;example.com/app/store.Put@/src/put.go:7;fmt.G 1 15";
const evidence: Evidence = gatherEvidence(compare(profileFromText("- 0 0"), profileFromText(TEXT)), 1, false);

function place(ownFrame: object | undefined) {
  return placeOf({ ownFrame } as unknown as Suspect, evidence);
}

const PUT = {
  name: "example.com/app/store.Put",
  package: "example.com/app/store",
  module: "example.com/app",
  file: "/src/put.go",
};

test("a place is the folder below the module, the file, and the line that most of what is live passes", () => {
  assert.deepEqual(place(PUT), { file: "store/put.go", line: 9 });
});

test("the module's own package has no folder, another module's no place", () => {
  assert.deepEqual(place({ ...PUT, package: "example.com/app" })?.file, "put.go");
  assert.equal(place({ ...PUT, package: "example.com/application" }), null);
});

test("package main is placed by its file alone", () => {
  assert.equal(place({ ...PUT, package: "main", file: "/src/cmd/main.go" }), null);
  assert.equal(place({ ...PUT, package: "main", file: "example.com/app/cmd/main.go" })?.file, "cmd/main.go");
});

test("without an own frame, its file, its module or its lines there is none", () => {
  assert.equal(place(undefined), null);
  assert.equal(place({ ...PUT, file: "" }), null);
  assert.equal(place({ ...PUT, module: "" }), null);
  assert.equal(place({ ...PUT, name: "example.com/app/store.None" }), null);
});
