import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { runCli } from "../run-cli.ts";

const page = async (): Promise<string> => (await runCli(["man"])).stdout;

test("every command and option of the help is in the manual", async () => {
  const said = (await page()).replaceAll("\\-", "-");
  const { stdout } = await runCli(["help", "--all"], { columns: 80 });
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[options\])?(?: [<[]|\s{2,})/gm)].map(
    ([, name = ""]) => name,
  );
  assert.ok(commands.length > 25);
  for (const name of commands) assert.ok(said.includes(`.BI "${name} "`), name);
  for (const option of ["--fail-above <size>", "-n, --namespace <name>", "--heap-dump-at <when>"]) {
    assert.ok(said.includes(`.B "${option}"`), option);
  }
});

const groff = spawnSync("groff", ["--version"]).error === undefined;

test("groff has nothing to say against it, and prints it", { skip: !groff && "no groff here" }, async () => {
  const { stdout, stderr } = spawnSync("groff", ["-man", "-Tascii", "-ww", "-z"], {
    input: await page(),
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(stderr, "");
  assert.equal(stdout, "");
  const printed = spawnSync("groff", ["-man", "-Tascii", "-P-c", "-P-b", "-P-u"], {
    input: await page(),
    encoding: "utf8",
    timeout: 60_000,
  }).stdout;
  assert.match(printed, /^NAME\n +heapblame - says which frames a Go heap grew by$/m);
  assert.match(printed, /--fail-above <size>/);
});
