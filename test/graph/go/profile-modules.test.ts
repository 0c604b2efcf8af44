/** Which modules are taken for the program's own, and by what: each evidence with an input that has it and one that nearly does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findOwnModules, modulesOf } from "../../../src/graph/go/profile-modules.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const UNKNOWN = { modules: [], by: "unknown" };
const own = (text: string, ...rest: [stated?: readonly string[], more?: { name: string; file: string }[]]) =>
  findOwnModules(profileFromText(text), ...rest);

test("what is stated overrules all else, each once", () => {
  const text = "main.main@example.com/app/main.go:1 1 16";
  assert.deepEqual(own(text, ["corp.example/a", "corp.example/b", "corp.example/a"]), {
    modules: ["corp.example/a", "corp.example/b"],
    by: "stated",
  });
  assert.deepEqual(own(text, []), { modules: ["example.com/app"], by: "main" });
});

test("main.main on the stack of a goroutine tells what no sample of the heap does", () => {
  const text = "k8s.io/api.F@/go/pkg/mod/k8s.io/api@v0.29.0/x.go:1 1 16";
  assert.deepEqual(own(text), UNKNOWN);
  const more = [{ name: "main.main", file: "example.com/cmd/main.go" }];
  assert.deepEqual(own(text, undefined, more), { modules: ["example.com/cmd"], by: "main" });
});

test("a package below internal/ is of the module that imports it", () => {
  const found = { modules: ["example.com/app"], by: "internal" };
  assert.deepEqual(own("main.main;example.com/app/internal/store.Open 1 16"), found);
  assert.deepEqual(own("main.main;example.com/app/internal/store.F 1 16"), found);
  // Called by another than main, a method, of the standard library, of two trees: nothing is known.
  assert.deepEqual(own("main.main;a.com/b.F;a.com/b/internal/store.Open 1 16"), UNKNOWN);
  assert.deepEqual(own("main.main;example.com/app/internal/store.(*Store).Open 1 16"), UNKNOWN);
  assert.deepEqual(own("main.main;internal/poll.Open 1 16"), UNKNOWN);
  assert.deepEqual(own("main.main;a.com/b/internal/x.F 1 16\nmain.run;c.com/d/internal/x.F 1 16"), UNKNOWN);
  const versioned = "main.main;a.com/b/internal/x.F@/go/pkg/mod/a.com/b@v1.0.0/internal/x/x.go:3 1 16";
  assert.deepEqual(own(versioned), UNKNOWN);
});

test("what is inlined counts as called too", () => {
  assert.deepEqual(own("main.main;~example.com/app/internal/store.Open 1 16").by, "internal");
});

test("packages are of the modules that were found, or that are stated", () => {
  const profile = profileFromText("main.main@example.com/app/main.go:1;k8s.io/api/core/v1.F 1 16");
  assert.equal(modulesOf(profile).mainModule, "example.com/app");
  const stated = modulesOf(profile, ["k8s.io/api"]);
  assert.equal(stated.mainModule, "k8s.io/api");
  assert.equal(stated.resolve("k8s.io/api/core/v1", "").owner, "own");
  assert.equal(modulesOf(profile).resolve("k8s.io/api/core/v1", "").owner, "dependency");
});
