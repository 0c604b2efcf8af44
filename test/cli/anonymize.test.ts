/** `--anonymize` in every command and format: nothing private of the input is left in what comes out. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { gzip } from "../../src/profile/codec/gzip/gzip.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import { HEAP_TYPES, scaledPair } from "../blame/heap-buckets.ts";
import { fixture } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const SECRET = /secret/i;
const folder = join(mkdtempSync(join(tmpdir(), "heapblame-anonymize-")), "secretdir");
mkdirSync(folder);

/** Root first: own packages, a private dependency, a public one and the standard library, in every way a name can be written. */
const STACKS = [
  ["main.main", "git.secret.example/corp/secretd/internal/secretpkg.(*SecretStore).Put", "runtime.mallocgc"],
  [
    "main.secretLoop.func1",
    "git.secret.example/corp/secretd.SecretMap[go.shape.string,git.secret.example/corp/secretd.Secret].Get",
  ],
  [
    "net/http.(*conn).serve",
    "main.(*secretHandler).ServeHTTP",
    "git.secret.example/corp/secretlib/v2.Decode",
    "encoding/json.Unmarshal",
  ],
  [
    "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
    "k8s.io/apimachinery/pkg/runtime.Decode",
    "k8s.io/api/core/v1.(*Pod).Unmarshal",
  ],
  [
    "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
    "k8s.io/apimachinery/pkg/runtime.Decode",
    "git.secret.example/corp/secretapi.(*SecretKind).Unmarshal",
  ],
];

function fileOf(name: string): string {
  if (/^(?:runtime|net|encoding)/.test(name)) return `/home/secret/go/src/${name.replace(/\..*/, "")}/x.go`;
  if (name.startsWith("k8s.io")) return "/home/secret/go/pkg/mod/k8s.io/api@v0.29.0/x.go";
  return `/home/secret/src/secretd/secret_${name.length}.go`;
}

function write(name: string, factor: number): string {
  const builder = new ProfileBuilder({
    sampleTypes: HEAP_TYPES,
    periodType: { type: "space", unit: "bytes" },
    period: 524288n,
    timeNanos: BigInt(1 + factor) * 60_000_000_000n,
    comments: ["built by secret"],
    docUrl: "http://secret.example",
  });
  const mapping = builder.addMapping({
    file: "/home/secret/bin/secretd",
    buildId: "5ec2e7secret",
    memoryStart: 0x1000n,
    memoryLimit: 0x900000n,
    hasFunctions: true,
  });
  let address = 0x1000n;
  for (const [row, stack] of STACKS.entries()) {
    const frames = stack.map((frame) => {
      address += 16n;
      const fn = builder.addFunction({ name: frame, systemName: frame, file: fileOf(frame) });
      return builder.addLocation({ mapping, address, lines: [{ function: fn, line: 7n }] });
    });
    const values = [...scaledPair(40 * factor + row, 512, 524288), ...scaledPair(20 * factor, 512, 524288)];
    const labels = [
      { key: "bytes", value: 512n },
      { key: "secretkey", value: `secret ${row}` },
    ];
    builder.addSample(frames.reverse(), values, labels);
  }
  const path = join(folder, name);
  writeFileSync(path, gzip(encodeProfile(builder.finish())));
  return path;
}

const [A, B, C] = [write("secret-a.pb.gz", 1), write("secret-b.pb.gz", 3), write("secret-c.pb.gz", 5)];

const GOROUTINES = `goroutine 1 [running]:
main.main()
\t/home/secret/src/secretd/main.go:5 +0x1d

goroutine 7 [chan receive, 12 minutes]:
github.com/secretcorp/secretd/internal/secretpkg.(*SecretStore).run(0xc000012345, {0x0, 0x0})
\t/home/secret/src/secretd/internal/secretpkg/secret.go:31 +0x6b
created by github.com/secretcorp/secretd.secretStart in goroutine 1
\t/home/secret/src/secretd/secret.go:12 +0x45
`;
const COUNTED = `goroutine profile: total 3
2 @ 0x1 0x2
#\t0x1\tgit.secret.example/corp/secretd.(*SecretStore).run+0x25\t/home/secret/src/secretd/store.go:14
#\t0x2\tmain.secretMain+0x1\t/home/secret/src/secretd/main.go:1

1 @ 0x3
#\t0x3\truntime.gopark+0x1\t/home/secret/go/src/runtime/proc.go:1
`;
const [DUMP, TEXT] = [join(folder, "secret-dump.txt"), join(folder, "secret-text.txt")];
writeFileSync(DUMP, GOROUTINES);
writeFileSync(TEXT, COUNTED);

/** What a command writes, to standard output or with -o, unzipped, and what it says besides. */
async function outputOf(words: readonly string[], extension?: string): Promise<string> {
  const file = join(folder, "..", `out.${extension ?? "txt"}`);
  const to = extension === undefined ? [] : ["-o", file];
  const { code, stdoutBytes, stderr } = await runCli([...words, "--anonymize", ...to], { cwd: folder });
  assert.ok([0, 1].includes(code), `${words.join(" ")}: ${stderr}`);
  const bytes = extension === undefined ? stdoutBytes : readFileSync(file);
  const document = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : Buffer.from(bytes);
  assert.ok(document.length > 0, words.join(" "));
  return document.toString("latin1") + payloadOf(document) + stderr.replaceAll(file, "");
}

/** What a page has inside, unpacked; "" of what is no page. */
function payloadOf(document: Buffer): string {
  const [, packed] =
    /<div id="profile"><script type="application\/octet-stream">([\w+/=]+)/.exec(document.toString("latin1")) ?? [];
  if (packed === undefined) return "";
  const bytes = gunzipSync(Buffer.from(packed, "base64"));
  assert.ok(bytes.includes("main.main"), "the payload has the profiles");
  return bytes.toString("latin1");
}

const BESIDE = ["--goroutine-base", TEXT, "--goroutine-current", TEXT, "--iterations", "2"];

const COMMANDS: readonly (readonly [words: readonly string[], extension?: string])[] = [
  ...["text", "markdown", "json", "csv"].map((format) => [["diff", A, B, "-f", format]] as const),
  ...["text", "markdown", "json"].map((format) => [["diff", A, B, "-f", format, ...BESIDE]] as const),
  ...["lines", "files", "packages", "modules", "addresses"].map(
    (level) => [["diff", A, B, "--granularity", level]] as const,
  ),
  ...["text", "markdown", "json"].map((format) => [["trend", A, B, C, "-f", format]] as const),
  [["trend", A, B, C], "svg"],
  ...["text", "json", "junit", "sarif"].map((format) => [["check", A, B, "-f", format]] as const),
  [["check", A, B, "--scope", "own", "-f", "json"]],
  ...["text", "markdown", "json"].map((format) => [["goroutines", DUMP, DUMP, "-f", format]] as const),
  [["goroutines", TEXT, TEXT, "-f", "json"]],
  ...["top", "tree", "traces", "raw", "tags", "comments", "dot", "callgrind"].map((view) => [[view, A]] as const),
  ...["top", "tree", "traces", "raw", "dot"].map((view) => [[view, "--base", A, B]] as const),
  [["top", "--granularity", "lines", A]],
  [["proto", A], "pb.gz"],
  [["proto", "--base", A, B], "pb.gz"],
  [["proto", "--merge", A, B], "pb.gz"],
  [["topproto", A], "pb.gz"],
  [["svg", A], "svg"],
  [["svg", "--base", A, B], "svg"],
  [["flame", A], "svg"],
  [["flame", A, "--base", B], "html"],
  [["report", A], "html"],
  [["diff", A, B], "html"],
  [["trend", A, B, C], "html"],
  [["series", A, B, C], "svg"],
  [["folded", A]],
  [["difffolded", B, "--base", A]],
  [["speedscope", A]],
  [["speedscope", B, "--base", A]],
];

/** Stated modules are the names of private code themselves. */
const STATED = ["--module", "github.com/secretcorp/secretd", "--module", "git.secret.example/corp/secretd"];

const OF_OWN: readonly (readonly [words: readonly string[], extension?: string])[] = [
  ...[
    ["report", A],
    ["diff", A, B],
    ["trend", A, B, C],
    ["check", A, B],
  ].flatMap((words) => ["text", "json"].map((format) => [[...words, ...STATED, "-f", format]] as const)),
  ...[
    ["report", A],
    ["diff", A, B],
    ["trend", A, B, C],
    ["flame", B, "--base", A],
  ].map((words) => [[...words, ...STATED], "html"] as const),
];

for (const [words, extension] of [...COMMANDS, ...OF_OWN]) {
  const shown = words.map((word) => word.slice(word.lastIndexOf("/") + 1)).join(" ");
  test(`nothing private is left by ${shown}${extension === undefined ? "" : ` -o out.${extension}`}`, async () => {
    assert.doesNotMatch(await outputOf(words, extension), SECRET);
  });
}

test("public names stay, and the profile that is shared gives the same report", async () => {
  const text = await outputOf(["traces", A]);
  for (const name of ["k8s.io/api/core/v1.(*Pod).Unmarshal", "net/http.(*conn).serve", "main.main", "encoding/json"]) {
    assert.ok(text.includes(name), name);
  }
  const shared = [A, B].map((file, at) => join(folder, "..", `shared-${at}-${file.length}.pb.gz`)) as [string, string];
  for (const [at, file] of [A, B].entries()) {
    await runCli(["proto", file, "--anonymize", "-o", shared[at] as string], { cwd: folder });
  }
  const reportOf = async (...words: string[]): Promise<{ totals: unknown; growth: number[] }> => {
    const { totals, suspects } = JSON.parse((await runCli(["diff", ...words, "-f", "json"])).stdout);
    return { totals, growth: suspects.map(({ growth }: { growth: number }) => growth) };
  };
  assert.deepEqual(await reportOf(...shared), await reportOf(A, B));
  assert.equal(parseProfile(gunzipSync(readFileSync(shared[0]))).samples.length, STACKS.length);
});

test("goroutines and profiles share their pseudonyms", async () => {
  const { suspects, goroutines } = JSON.parse(await outputOf(["diff", A, B, "-f", "json", ...BESIDE]));
  assert.ok(suspects.length > 0);
  assert.equal(goroutines.base, 3);
  const end = (name: string): string => fixture(`streamwatcher/goroutine-leak/${name}`);
  const pair = ["heap-before.out", "heap-after.out"].map(end);
  const beside = ["--goroutine-base", end("goroutine-before.out"), "--goroutine-current", end("goroutine-after.out")];
  const report = JSON.parse(await outputOf(["diff", ...pair, "-f", "json", ...beside]));
  assert.equal(report.goroutines.cause, "never-ending");
  assert.equal(report.goroutines.entries[0].entry, report.suspects[0].frame);
  assert.match(report.suspects[0].frame, /^private1\.com\/app\/internal\/pkg\d+\.\(\*type\d+\)\.method\d+$/);
});

test("an own module on a public forge is private: guessed from the files, or as --module says", async () => {
  assert.doesNotMatch(await outputOf(["goroutines", DUMP, DUMP, "--module", "github.com/secretcorp/secretd"]), SECRET);
});

test("what would match names is refused, for names are replaced", async () => {
  const rules = join(folder, "rules");
  writeFileSync(rules, "x");
  for (const words of [
    ["diff", A, B, "--focus", "secret"],
    ["flame", A, "--hide", "x", "-o", "x.svg"],
    ["top", A, "--ignore", "x"],
    ["top", A, "--tagroot", "secretkey"],
    ["check", A, B, "--suppress", rules],
    ["check", A, B, "--scope", "frame=secret"],
  ]) {
    const { code, stderr, stdout } = await runCli([...words, "--anonymize"]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /--anonymize does not go with .*: the names to match are replaced/);
  }
});
