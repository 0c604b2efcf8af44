import assert from "node:assert/strict";
import { test } from "node:test";
import { identifyFrames } from "../../../src/blame/suspects/frame-identity.ts";
import { modulesOf } from "../../../src/graph/go/profile-modules.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { nodesOf } from "./tree-of.ts";

function identities(profile: Profile, noInlines = false) {
  return identifyFrames(profile, nodesOf(profile, noInlines), modulesOf(profile), noInlines);
}

test("a frame has the name, file, package, module and owner of its function", () => {
  const profile = profileFromText(
    "main.main@/app/main.go:3;github.com/x/y/z.(*T).Do@/go/pkg/mod/github.com/x/y@v1.2.0/z/t.go:7;fmt.Sprintf@/usr/local/go/src/fmt/print.go:1 1 1",
  );
  assert.deepEqual(
    identities(profile).map(({ name, file, package: path, module, version, owner }) => [
      name,
      file,
      path,
      module,
      version,
      owner,
    ]),
    [
      ["main.main", "/app/main.go", "main", "main", "", "own"],
      [
        "github.com/x/y/z.(*T).Do",
        "/go/pkg/mod/github.com/x/y@v1.2.0/z/t.go",
        "github.com/x/y/z",
        "github.com/x/y",
        "v1.2.0",
        "dependency",
      ],
      ["fmt.Sprintf", "/usr/local/go/src/fmt/print.go", "fmt", "std", "", "stdlib"],
    ],
  );
});

test("inlined frames have their own functions; without inlining the outermost line stands for all", () => {
  const profile = profileFromText("main.main;main.f;~main.g;~main.h 1 1");
  const names = (noInlines: boolean): string[] => identities(profile, noInlines).map(({ name }) => name);
  assert.deepEqual(names(false), ["main.main", "main.h", "main.g", "main.f"]);
  assert.deepEqual(names(true), ["main.main", "main.f"]);
});

test("a place without a function is called unknown, and has no file and no package", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  builder.addSample([builder.addLocation({ address: 0x1234n })], [1]);
  const [identity] = identities(builder.finish());
  assert.deepEqual(
    [identity?.name, identity?.file, identity?.package, identity?.owner],
    ["<unknown>", "", "", "unknown"],
  );
});

test("what was met of a function is not made again, and what is new is kept; without a name nothing is", () => {
  const profile = profileFromText("main.main;fmt.Sprintf 1 1");
  const met: Parameters<typeof identifyFrames>[4] = [];
  const identify = () => identifyFrames(profile, nodesOf(profile, false), modulesOf(profile), false, met);
  const first = identify();
  assert.deepEqual(new Set(met.filter((each) => each !== undefined)), new Set(first));
  for (const [at, identity] of identify().entries()) assert.equal(identity, first[at]);
});
