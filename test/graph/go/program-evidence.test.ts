/** What a profile shows of its program: release, modules, and how long its files are at least. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { programEvidence } from "../../../src/graph/go/program-evidence.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const of = (text: string) => programEvidence(profileFromText(text));

test("the last line of a file is the largest that is on a stack", () => {
  const { lastLineOf } = of("main.main@/m.go:3;main.a@/a.go:9;~main.b@/a.go:40 1 16\nmain.c@/a.go:12 1 16");
  assert.deepEqual([lastLineOf("/a.go"), lastLineOf("/m.go"), lastLineOf("/none.go")], [40, 3, 0]);
});

test("a module is there if a package is, or one below it, and not for a longer name", () => {
  const { hasModule } = of("example.com/app/store.Put@/s.go:1 1 16");
  assert.deepEqual(
    ["example.com/app", "example.com/app/store", "example.com/ap", "example.com/app/store/x"].map(hasModule),
    [true, true, false, false],
  );
});

test("a release is that in the file's own path, else that of other files, else not known", () => {
  const toolchain = "/home/dev/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.1.linux-amd64/src/runtime/proc.go";
  const { releaseOf } = of(`runtime.main@${toolchain}:1 1 16`);
  assert.equal(releaseOf(toolchain), "go1.26.1");
  assert.equal(of("main.f@/f.go:1 1 16").releaseOf("/f.go"), undefined);
});
