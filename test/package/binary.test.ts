/** The one executable: what it says and draws is what the program says in Node, and it does so where there is nothing but libc. Wants `npm run build` and bun. */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { generateProfile } from "../bench/generate.ts";
import { fixture } from "../fixtures.ts";
import { layBareMachine, missingBareMachine, proveOnBareMachine } from "./bare-machine.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const binary = join(project, "dist/binary/heapblame-linux-x64");
const node = [process.execPath, join(project, "bin/heapblame.js")] as const;
const folder = mkdtempSync(join(tmpdir(), "heapblame-binary-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const MOST_BYTES = 140e6;

const isHere = process.platform === "linux" && process.arch === "x64";
const skip = ((process.env["HEAPBLAME_BUN"] ?? "") === "" || !isHere) && "no bun here: .ci/run fetches it";

interface Ran {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

function run(program: string, words: readonly string[], cwd = folder): Ran {
  const env = { HOME: folder, PATH: "/nowhere", TZ: "UTC" };
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, env, timeout: 120_000, maxBuffer: 1 << 28 });
  return { status, stdout, stderr: stderr.toString("utf8") };
}

const PAIR = ["heap-before.out", "heap-after.out"] as const;
const BASED = ["--base", ...PAIR] as const;
const SERIES = ["heap-before.out", "heap-1.out", "heap-2.out", "heap-after.out"] as const;

/** Of the size from which a profile is parsed in a thread. */
const LARGE = { samples: 150_000, functions: 500, locations: 2_000, seed: 5 } as const;

const SAYING: readonly (readonly string[])[] = [
  ...[["--version"], ["--help"], ["help", "--all"], ["guide"], ["completion", "bash"], ["__complete", "tre"], ["man"]],
  ...[["report", PAIR[1]], PAIR, ["trend", ...SERIES], ["check", ...PAIR, "--max-growth", "5MiB"]],
  ...[
    ["diff", ...PAIR, "-f", "json"],
    ["diff", ...PAIR, "-f", "markdown"],
    ["diff", ...PAIR, "--anonymize"],
  ],
  ...[
    ["goroutines", "goroutine-before.out", "goroutine-after.out"],
    ["held", "--handler"],
  ],
  ...[["advise", "heap-before.debug1.txt.gz", "heap-after.debug1.txt.gz", "--limit", "250Mi"]],
  ...[
    ["folded", PAIR[1]],
    ["difffolded", ...BASED],
    ["-top", "-base", ...PAIR],
    ["top", ...BASED],
    ["-raw", PAIR[1]],
  ],
  ...[
    ["tree", PAIR[1]],
    ["peek", "receive", PAIR[1]],
    ["traces", PAIR[1]],
    ["tags", PAIR[1]],
    ["-dot", PAIR[1]],
  ],
  ...[["comments", PAIR[1]], ["nonsense"], ["diff", "nowhere.out", PAIR[1]], ["big-1.pb.gz", "big-2.pb.gz"]],
];

const DRAWING: readonly (readonly [name: string, words: readonly string[]])[] = [
  ...(["svg", "png"] as const).map((kind) => [`graph.${kind}`, [kind, ...BASED]] as const),
  ["whole.svg", ["svg", "--nodecount", "0", "--nodefraction", "0", "--edgefraction", "0", PAIR[1]]],
  ["flame.svg", ["flame", ...BASED]],
  ["flame.png", ["flame", ...BASED]],
  ["series.svg", ["series", ...SERIES]],
  ["page.html", ["diff", ...PAIR]],
  ["heap.pb.gz", ["proto", PAIR[1]]],
  ["heap.json", ["speedscope", PAIR[1]]],
];

describe("the executable", { skip }, () => {
  before(() => {
    execFileSync(process.execPath, [join(project, ".ci/build-binary.js"), "linux-x64"], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 300_000,
    });
    for (const name of [...SERIES, "goroutine-before.out", "goroutine-after.out"]) place(name);
    for (const end of ["before", "after"]) place(`heap-${end}.debug1.txt.gz`);
    // Large enough for a thread of its own each.
    for (const at of [1, 2])
      writeFileSync(join(folder, `big-${at}.pb.gz`), gzipSync(generateProfile({ ...LARGE, round: at }), { level: 0 }));
  });

  test("is one file of the size that is promised", () => {
    assert.ok(statSync(binary).size <= MOST_BYTES, `${statSync(binary).size} bytes`);
  });

  test("says what the program says in Node, but for the last digits of what JSON has unrounded", () => {
    assert.ok(statSync(join(folder, "big-1.pb.gz")).size > 4 << 20);
    for (const words of SAYING) {
      const [own, usual] = [run(binary, words), run(node[0], [node[1], ...words])];
      const name = words.join(" ");
      assert.equal(own.stderr, usual.stderr, name);
      assert.equal(own.status, usual.status, name);
      assert.equal(textOf(own), textOf(usual), name);
    }
  });

  test("draws what the program draws in Node", () => {
    for (const [name, words] of DRAWING) {
      const [own, usual] = ["own", "usual"].map((which) => {
        mkdirSync(join(folder, which), { recursive: true });
        return join(folder, which, name);
      }) as [string, string];
      assert.equal(run(binary, [...words, "-o", own]).status, 0, name);
      assert.equal(run(node[0], [node[1], ...words, "-o", usual]).status, 0, name);
      assert.ok(unpacked(own).equals(unpacked(usual)), name);
    }
    const pdf = join(folder, "graph.pdf");
    assert.equal(run(binary, ["pdf", ...BASED, "-o", pdf]).status, 0);
    assert.match(readFileSync(pdf, "latin1"), /^%PDF-[\s\S]*%%EOF\s*$/);
  });

  test("is a plugin of kubectl by the name it is called by", () => {
    symlinkSync(binary, join(folder, "kubectl-heapblame"));
    assert.match(run(join(folder, "kubectl-heapblame"), ["--help"]).stdout.toString(), /^Usage: kubectl heapblame /);
  });

  test("serves agents, until they go", async () => {
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };
    const given = { name: "diff", arguments: { before: PAIR[0], after: PAIR[1] } };
    const input = [
      { jsonrpc: "2.0", id: 1, method: "initialize", params },
      { jsonrpc: "2.0", method: "notifications/initialized" },
      { jsonrpc: "2.0", id: 2, method: "tools/call", params: given },
    ];
    const lines = input.map((message) => `${JSON.stringify(message)}\n`).join("");
    const { answered, status } = await talk(lines, '"id":2');
    assert.match(answered, /GS-[0-9a-f]+ \d+ bytes in .*StreamWatcher/);
    assert.equal(status, 0);
  });

  test("neither runs nor reads what lies where it is started", () => {
    const strange = join(folder, "strange");
    mkdirSync(strange);
    writeFileSync(join(strange, "bunfig.toml"), 'preload = ["./evil.js"]\n');
    writeFileSync(join(strange, ".env"), "COLUMNS=20\nHTTP_PROXY=http://127.0.0.1:1\n");
    for (const name of ["evil.js", "index.js"]) writeFileSync(join(strange, name), 'console.log("EVIL");\n');
    writeFileSync(join(strange, "package.json"), '{"name":"x","main":"evil.js","imports":{"#x":"./evil.js"}}');
    writeFileSync(join(strange, "tsconfig.json"), '{"compilerOptions":{"paths":{"*":["./evil.js"]}}}');
    const words = PAIR.map((name) => join(folder, name));
    const [own, usual] = [run(binary, words, strange), run(binary, words)];
    assert.equal(own.stdout.toString("utf8"), usual.stdout.toString("utf8"));
    assert.equal(own.stderr, usual.stderr);
  });

  test("is packed with licences, a checksum and a manifest for krew", () => {
    const url = "https://example.com/OWNER/heapblame/releases/download/v1.2.3";
    execFileSync(process.execPath, [join(project, ".ci/release/archives.js"), "v1.2.3", url, "linux-x64"], {
      timeout: 120_000,
    });
    const file = join(project, "dist/release/heapblame-v1.2.3-linux-x64.tar.gz");
    const listed = execFileSync("tar", ["-tzf", file], { encoding: "utf8" })
      .split("\n")
      .filter((name) => name !== "./");
    assert.deepEqual(listed.sort(), ["", "./LICENSE", "./LICENSES.txt", "./heapblame", "./heapblame.1"]);
    const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
    assert.ok(
      readFileSync(join(project, "dist/release/SHA256SUMS"), "utf8").includes(
        `${sha256}  heapblame-v1.2.3-linux-x64.tar.gz\n`,
      ),
    );
    const manifest = readFileSync(join(project, "dist/release/heapblame.yaml"), "utf8");
    assert.match(
      manifest,
      new RegExp(
        `os: linux\\n +arch: amd64\\n +uri: ${url}/heapblame-v1.2.3-linux-x64.tar.gz\\n +sha256: ${sha256}\\n`,
      ),
    );
  });

  test("works where there is libc and nothing else, not even a network", { skip: missingBareMachine() }, () => {
    const root = join(folder, "root");
    layBareMachine(root, [
      binary,
      join(project, "node_modules/@resvg/resvg-js-linux-x64-gnu/resvgjs.linux-x64-gnu.node"),
    ]);
    copyFileSync(binary, join(root, "heapblame"));
    proveOnBareMachine(root, ["/heapblame"]);
  });
});

/** Closes its input when it has said `last`. */
async function talk(
  lines: string,
  last: string,
): Promise<{ readonly answered: string; readonly status: number | null }> {
  const child = spawn(binary, ["mcp"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"], timeout: 30_000 });
  let answered = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    answered += text;
    if (answered.includes(last)) child.stdin.end();
  });
  child.stdin.write(lines);
  const [status] = (await once(child, "close")) as [number | null];
  return { answered, status };
}

/** Two engines need not agree on the last bit of an exponential function. */
function textOf({ stdout }: Ran): string {
  return stdout.toString("utf8").replace(/\d+\.\d{13,}/g, (digits) => Number(digits).toPrecision(12));
}

/** Two writers of gzip need not pack alike. */
function unpacked(file: string): Buffer {
  const bytes = readFileSync(file);
  return file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

function place(name: string): void {
  copyFileSync(fixture(`streamwatcher/retain/${name}`), join(folder, name));
}
