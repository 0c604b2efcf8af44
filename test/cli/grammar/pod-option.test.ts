import assert from "node:assert/strict";
import { test } from "node:test";
import { splitPodOption } from "../../../src/cli/grammar/pod-option.ts";
import { runCli } from "../run-cli.ts";

const cases: readonly (readonly [word: string, split: readonly string[] | undefined])[] = [
  ["-nshop", ["-n", "shop"]],
  ["-lapp=web", ["-l", "app=web"]],
  ["-cweb", ["-c", "web"]],
  ["-n=shop", undefined],
  ["-n", undefined],
  ["--nshop", undefined],
  ["-oshop", undefined],
  // Flags of pprof's.
  ["-nodecount=5", undefined],
  ["-lines", undefined],
  ["-list=x", undefined],
  ["-cum", undefined],
];

for (const [word, split] of cases) {
  test(`${word}: ${split?.join(" ") ?? "another word"}`, () => assert.deepEqual(splitPodOption(word), split));
}

test("kubectl's hands write the value behind the letter, in front of the pod or behind it", async () => {
  for (const words of [
    ["-nshop", "deploy/web"],
    ["deploy/web", "-nshop"],
    ["-lapp=web", "-nshop"],
  ]) {
    const { code, stderr } = await runCli([...words, "--kubectl", "/nowhere/kubectl", "-o", "/nowhere/captures"], {
      invokedAs: "kubectl heapblame",
      cwd: "/",
    });
    assert.equal(code, 2);
    assert.match(stderr, /\/nowhere\/kubectl|no directory \/nowhere/, words.join(" "));
    assert.doesNotMatch(stderr, /flag provided|unknown option/);
  }
});
