/**
 * Names and files of real Go profiles, decoded by `go tool pprof`, not by our own decoder. Skipped where the corpus or
 * go is missing.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { findMainModule } from "../../../src/graph/go/main-module.ts";
import { buildModuleTable } from "../../../src/graph/go/module.ts";
import { parseSourceFile } from "../../../src/graph/go/source-origin.ts";
import {
  canonicalFunction,
  fingerprintFunction,
  packageOf,
  parseFunctionName,
  symbolOf,
} from "../../../src/graph/go/symbol.ts";

const CORPUS = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
const isReady = existsSync(CORPUS) && spawnSync("go", ["version"]).status === 0;

interface NamedFunction {
  readonly name: string;
  readonly file: string;
}

/** Lines of `-raw` look like `12: 0x4711 M=1 net/http.(*conn).serve /usr/local/go/src/net/http/server.go:1895:0 s=0`. */
function readFunctions(profile: string): NamedFunction[] {
  const raw = execFileSync("go", ["tool", "pprof", "-symbolize=none", "-raw", CORPUS + profile], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const functions = new Map<string, NamedFunction>();
  for (const line of raw.slice(raw.indexOf("\nLocations\n"), raw.indexOf("\nMappings\n")).split("\n")) {
    const text = /^\s+(?:\d+: 0x[0-9a-f]+ (?:M=\d+ )?)?(.*):\d+:\d+ s=\d+/.exec(line)?.[1];
    if (text === undefined) continue;
    const drive = text.search(/ [A-Za-z]:[\\/]/);
    const end = drive < 0 ? text.lastIndexOf(" ") : drive;
    functions.set(text, { name: text.slice(0, end), file: text.slice(end + 1) });
  }
  return [...functions.values()];
}

describe("real profiles", { skip: !isReady }, () => {
  const profiles: readonly [profile: string, main: string | undefined][] = [
    ["amckinley__cortex-heap/heap.out", "github.com/cortexproject/cortex"], // GOPATH and vendor
    ["amckinley__cortex-heap/cpu_profile", "github.com/grafana/agent"], // replaced modules, no main
    ["arjunsk__go_profile_serde/heap.v07-20240529.pprof", "github.com/matrixorigin/matrixone"],
    ["matrixorigin__matrixone-operator/heap.out", "github.com/matrixorigin/matrixone"], // GOPATH place, modules
    ["Azure__eno/heap.pprof", "github.com/Azure/eno"], // controller-runtime
    ["grafana__pyroscope/heap_delta", "github.com/grafana/hosted-grafana"], // controller-runtime, -trimpath
    ["grafana__pyroscope/pkg_phlaredb_testdata_heap", "github.com/prometheus/prometheus"],
    ["grafana__pyroscope/pkg_pprof_testdata_heap", "github.com/grafana/enterprise-logs"], // vendor
    ["grafana__pyroscope/heap_go_truncated_4.pb.gz", "github.com/grafana/pyroscope"], // -trimpath, generics
    ["parca-dev__parca/alloc_objects.pb.gz", "github.com/prometheus-operator/prometheus-operator"],
    ["parca-dev__parca/alloc_space_delta.pb.gz", undefined], // no main; a replaced module on disk
    ["profefe__profefe/collector_heap_2.prof", "github.com/profefe/profefe"], // vendored names
    ["laixintao__flameshow/goroutine.out", "git.garena.com/shopee/platform/spex"], // groups of groups
    ["laixintao__flameshow/heap.out", "github.com/prometheus/node_exporter"],
    ["lawt3__sticky-cache-repro/heap.out", "github.com/tzcl/sticky-cache-repro"],
    ["unng-lab__endless/heap.pprof", "github.com/unng-lab/endless"], // Windows
    ["xmge__gonote/heap", "coffee"], // no host
    ["DMA8__speller/heap_after.pprof", "spellCheck"], // no host, capital letter
    ["tikv__pprof-rs/profile.v03-20201215.pb", undefined], // Rust
    ["JAX-DIPS__JAX-DIPS/memory.v01-20220124.prof", undefined], // Python
  ];
  for (const [profile, main] of profiles) {
    it(`tells the modules of ${profile}`, { skip: !existsSync(CORPUS + profile) }, () => {
      const functions = readFunctions(profile);
      assert.ok(functions.length > 0);
      assert.equal(findMainModule(functions)?.module, main);
      functions.forEach(checkName);
      functions.forEach(checkStandard);
      checkPartition(functions, main);
    });
  }
});

function checkName({ name }: NamedFunction): void {
  const path = packageOf(name);
  assert.doesNotMatch(path, /[()[\]{}\s%]|(?:^|\/)vendor\//);
  assert.ok(name.endsWith(symbolOf(name)), name);
  const canonical = canonicalFunction(name);
  assert.equal(canonicalFunction(canonical), canonical);
  assert.equal(fingerprintFunction(canonical), fingerprintFunction(name));
  if (!parseFunctionName(name).isGo) {
    assert.equal(canonical, name);
    return;
  }
  assert.notEqual(path, "");
  assert.ok(name.replaceAll("%2e", ".").includes(`${path}.`), name);
  assert.ok(canonical.length <= name.length, name);
  assert.doesNotMatch(canonical.replaceAll("[...]", ""), /[[\]{}]/);
}

/** By its name or by its file, a function of the standard library is one. */
function checkStandard({ name, file }: NamedFunction): void {
  const path = packageOf(name);
  const { kind, inside } = parseSourceFile(file);
  const table = buildModuleTable([]);
  const byName = table.resolve(path, "").module === "std";
  if (byName) assert.equal(table.resolve(path, file).module, "std", `${name} in ${file}`);
  if (kind === "goroot" && inside === path) assert.ok(byName, `${name} in ${file}`);
  if (byName && kind === "module") assert.match(name, /\.func\d|\[/, `only inlined: ${name} in ${file}`);
}

/** A package is in one module, whatever file its functions are from; only the main module and `main` are own. */
function checkPartition(functions: readonly NamedFunction[], main: string | undefined): void {
  const table = buildModuleTable(
    functions.map(({ file }) => file),
    main,
  );
  const modules = new Map<string, string>();
  for (const { name, file } of functions) {
    const path = packageOf(name);
    const { module, owner } = table.resolve(path, file);
    assert.equal(module === "", owner === "unknown" && !path.includes("/"), `${name} in ${file}`);
    if (path === "") continue;
    // The standard library has its own copies of golang.org/x packages, which a program may hold besides.
    const isCopy = name.startsWith("vendor/");
    if (isCopy) assert.equal(module, "std", name);
    const key = isCopy ? `vendor/${path}` : path;
    assert.equal(module, modules.get(key) ?? module, `${key}: ${name} in ${file}`);
    modules.set(key, module);
    if (main === undefined) continue;
    assert.equal(owner === "own", module === main, name);
    assert.notEqual(owner, "unknown", name);
  }
}
