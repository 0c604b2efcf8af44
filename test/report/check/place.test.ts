/** Where an alert is put: programs that are built for the test, with their paths and without. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runCli } from "../../cli/run-cli.ts";

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
