/**
 * Who holds, in the original scenario and two of its kind, live but without a cluster: the program of fixtures/streamwatcher with its own API server, a
 * capture that takes heap dumps from its port, and the verdicts of capture, diff and held.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { GrowthReport } from "../../src/report/growth/growth.ts";
import { buildDestination } from "../cluster/binaries.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { validatorOf } from "./json-schemas.ts";
import { runCli } from "./run-cli.ts";
import { captureScenario, endScenarios } from "./scenario.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-scenarios-"));
const env = { PATH: process.env["PATH"] ?? "" };
after(() => {
  endScenarios();
  rmSync(folder, { recursive: true });
});

const capture = (mode: string, binary: string): Promise<string> => captureScenario(folder, mode, binary);

const SAMPLED = String.raw`\d+ of the \d+ sampled objects of \`watch\.\(\*StreamWatcher\)\.receive\` that are alive lie behind it`;
/** It is no part of the growth where a little else shrank meanwhile. */
const GROWTH = String.raw`\d+\.\d+ MiB (?:of the growth \(of \d+\.\d+ MiB|more \(.{1,30}), exact, by heap dumps\) is held by `;

describe("capture with heap dumps of a live program names who holds", { skip: missingGo(), timeout: 540_000 }, () => {
  let binary = "";
  before(async () => {
    binary = await buildDestination();
  });

  test("the original scenario: the keys of the service's own map, and nothing else", async () => {
    const said = await capture("retain", binary);
    const sentence = new RegExp(
      `${GROWTH}the keys of the map \`subscriptions\` of \`destination\\.ServerWatcher\` \\(\`map\\[podPort\\]\\[\\]ServerUpdateListener\`\\), and by nothing else: ${SAMPLED}`,
    );
    assert.match(said, sentence);
    const { stdout } = await runCli(["diff", "retain", "--binary", binary], { cwd: folder, env });
    assert.match(stdout.replaceAll(/\s+/g, " "), sentence);
    const held = await runCli(["held", "retain", "--binary", binary], { cwd: folder, env });
    const [, , verdict = ""] = held.stdout.split("\n");
    assert.match(
      verdict,
      /^\+\d+\.\d+ MiB .* is held by the keys of the map `subscriptions` of `destination\.ServerWatcher`/,
    );
  });

  test("its report as JSON and Markdown has the same", async () => {
    const json = await runCli(["diff", "retain", "--binary", binary, "-f", "json"], { cwd: folder, env });
    const report: GrowthReport & { readonly words: { readonly following: readonly string[] } } = JSON.parse(
      json.stdout,
    );
    const validate = validatorOf("growth");
    const isValid: boolean = validate(report as unknown);
    assert.ok(isValid, JSON.stringify(validate.errors?.slice(0, 3)));
    const [evidence] = report.held;
    assert.equal(evidence?.suspect, "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive");
    assert.match(evidence?.holders[0]?.path ?? "", /\.servers \.subscriptions$/);
    assert.equal(evidence?.holders[0]?.element?.part, "keys");
    assert.ok((evidence?.holders[0]?.samples?.count ?? 0) > 0);
    const markdown = await runCli(["diff", "retain", "--binary", binary, "-f", "markdown"], { cwd: folder, env });
    assert.match(markdown.stdout, /held by the keys of the map `subscriptions` of `destination\.ServerWatcher`/);
  });

  test("a slow handler: the elements of client-go's queue", async () => {
    const said = await capture("slow-handler", binary);
    assert.match(
      said,
      new RegExp(
        `${GROWTH}the elements of the (\\d+ slices|slice) \`pendingNotifications\\.data\` of \`cache\\.processorListener\`.*?: ${SAMPLED}`,
      ),
    );
  });

  test("informers that are never stopped: the values of their stores, of which there are many", async () => {
    const said = await capture("informer-leak", binary);
    assert.match(said, new RegExp(`${GROWTH}the values of the \\d+ maps \`items\` of \`cache\\.threadSafeMap\``));
  });
});
