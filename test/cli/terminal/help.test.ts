import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../run-cli.ts";

const help = async (...words: string[]): Promise<string> =>
  (await runCli([...words, "--help"], { columns: 80 })).stdout;
const allHelp = async (): Promise<string> => (await runCli(["help", "--all"], { columns: 80 })).stdout;

test("the program's help fits one screen, as the plugin too", async () => {
  for (const invokedAs of ["heapblame", "kubectl heapblame"] as const) {
    const { stdout } = await runCli(["--help"], { columns: 80, invokedAs });
    const lines = stdout.trimEnd().split("\n");
    assert.ok(lines.length <= 24, `${lines.length} lines`);
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.ok(stdout.startsWith(`Usage: ${invokedAs} `));
  }
});

test("what heapblame is for is described on the one screen", async () => {
  const text = await help();
  for (const name of ["report", "diff", "trend", "fleet", "check", "capture", "advise", "held"])
    assert.match(text, new RegExp(`^  ${name} +\\w`, "m"), name);
});

test("every command is named on the one screen, and all is behind it", async () => {
  const [short, all] = [await help(), await allHelp()];
  const names = [...all.matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "heapblame");
  assert.ok(names.length > 30);
  for (const name of names) assert.match(short, new RegExp(`\\b${name}\\b`));
  assert.match(short, /heapblame help --all$/m);
  assert.equal((await runCli(["--help", "--all"], { columns: 80 })).stdout, all);
});

test("no line of the program's help or of those that ask a process is wider than the terminal", async () => {
  for (const words of [["help", "--all"], ["help"], ["help", "fetch"], ["help", "capture"]]) {
    const wide = (await runCli(words, { columns: 80 })).stdout.split("\n").filter((line) => line.length > 80);
    assert.deepEqual(wide, [], words.join(" "));
  }
});

test("the program's commands come before its options", async () => {
  const text = await allHelp();
  const order = ["Commands:", "From a running process:", "Options:", "Pods and URLs in place of files:", "Examples:"];
  const places = order.map((heading) => text.indexOf(`\n${heading}\n`));
  assert.ok(!places.includes(-1), places.join(" "));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
});

test("how pods and URLs are reached is said in full by the commands that have no other source, and by name elsewhere", async () => {
  for (const command of ["fetch", "capture"]) {
    const text = await help(command);
    assert.match(text, /^Pods and URLs:\n {2}-n, --namespace <name> +of the pod/m);
    assert.ok(text.indexOf("\nPods and URLs:") > text.indexOf("--output"), "the command's own come first");
    assert.doesNotMatch(text, /--save|--version/);
  }
  for (const command of ["diff", "trend", "top"]) {
    assert.match(await help(command), /^Pods and URLs in place of files:\n {2}-n, --context, .*\n.*--tls-ca/m);
    assert.doesNotMatch(await help(command), /kubeconfig's context/);
  }
});
