import assert from "node:assert/strict";
import { test } from "node:test";
import { modePair } from "../../fixtures.ts";
import { runCli } from "../run-cli.ts";

const widest = (text: string): number => Math.max(...text.split("\n").map((line) => [...line].length));

test("through a pipe lines are as wide as COLUMNS says, if it says a width", async () => {
  const widthWith = async (COLUMNS?: string): Promise<number> => {
    const env: Record<string, string> = COLUMNS === undefined ? {} : { COLUMNS };
    return widest((await runCli(["diff", ...modePair("retain"), "--nodecount", "1"], { env })).stdout);
  };
  const usual = await widthWith();
  assert.ok((await widthWith("60")) < usual);
  for (const nothing of ["", "0", "-5", "x", "80x"]) assert.equal(await widthWith(nothing), usual, nothing);
});

test("a terminal's own width comes first", async () => {
  const narrow = await runCli(["diff", ...modePair("retain")], { columns: 80, env: { COLUMNS: "200", NO_COLOR: "1" } });
  const alone = await runCli(["diff", ...modePair("retain")], { columns: 80, env: { NO_COLOR: "1" } });
  assert.equal(narrow.stdout, alone.stdout);
});
