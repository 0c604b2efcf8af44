/** Where an alert is put: programs that are built for the test, with their paths and without. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { placeOf } from "../../../src/report/check/place.ts";
import type { Evidence } from "../../../src/report/growth/evidence.ts";
import { gatherEvidence } from "../../../src/report/growth/evidence.ts";
import { runCli } from "../../cli/run-cli.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-place-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const STORE = `package store

var kept [][]byte

func Put(b []byte) { kept = append(kept, append([]byte(nil), b...)) }
`;

const MAIN = `package main

import (
	"os"
	"runtime"
	"runtime/pprof"

	"example.com/app/internal/store"
)

var mine [][]byte

//go:noinline
func grow() {
	for i := 0; i < 2000; i++ {
		mine = append(mine, make([]byte, 16<<10)) // line 16
	}
}

func main() {
	runtime.MemProfileRate = 4096
	for i := 0; i < 100; i++ {
		store.Put(make([]byte, 10000))
	}
	dump("before.pb.gz")
	grow()
	dump("after.pb.gz")
}

func dump(name string) {
	runtime.GC()
	file, err := os.Create(name)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := pprof.Lookup("heap").WriteTo(file, 0); err != nil {
		panic(err)
	}
}
`;

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

const hasGo = spawnSync("go", ["version"], { timeout: 20_000 }).status === 0;

test("package main is found below the module, however the program was built", {
  skip: !hasGo && "no Go here",
}, async () => {
  mkdirSync(join(folder, "internal/store"), { recursive: true });
  mkdirSync(join(folder, "cmd/server"), { recursive: true });
  writeFileSync(join(folder, "go.mod"), "module example.com/app\n\ngo 1.21\n");
  writeFileSync(join(folder, "internal/store/store.go"), STORE);
  writeFileSync(join(folder, "cmd/server/main.go"), MAIN);
  for (const flags of [[], ["-trimpath"]]) {
    const options = { cwd: folder, timeout: 240_000, env: { ...process.env, GOFLAGS: "", GOWORK: "off" } };
    execFileSync("go", ["build", ...flags, "-o", "server", "./cmd/server"], options);
    execFileSync(join(folder, "server"), [], { cwd: folder, timeout: 60_000 });
    const { stdout, code } = await runCli(["check", "before.pb.gz", "after.pb.gz", "-f", "sarif"], { cwd: folder });
    assert.equal(code, 1);
    const [{ results = [] } = {}] = (JSON.parse(stdout) as Sarif).runs;
    const [{ physicalLocation } = assert.fail("no location")] = results[0]?.locations ?? [];
    assert.equal(physicalLocation.artifactLocation.uri, "cmd/server/main.go", flags.join());
    assert.equal(physicalLocation.region.startLine, 16);
  }
});

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

test("the bytes of a line are not those of the line that comes after it; the first line is one", () => {
  const lines = (text: string) => {
    const seen = gatherEvidence(compare(profileFromText("- 0 0"), profileFromText(text)), 1, false);
    return placeOf({ ownFrame: PUT } as unknown as Suspect, seen);
  };
  const put = (line: number, bytes: number): string =>
    `main.main;example.com/app/store.Put@/src/put.go:${line} 1 ${bytes}`;
  assert.equal(lines([put(7, 40), put(9, 30)].join("\n"))?.line, 7);
  assert.equal(lines(put(1, 40))?.line, 1);
  assert.equal(lines(put(0, 40)), null);
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
