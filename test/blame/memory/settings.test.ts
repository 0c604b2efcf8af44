import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSettings } from "../../../src/blame/memory/settings.ts";
import { parseMemoryLimit } from "../../../src/measurement/quantity.ts";
import { adviceFindingText } from "../../../src/wording/advice/findings.ts";

function codes(limit: string | undefined, gomemlimit: string | undefined, isGogcOff = false): string[] {
  return findings(limit, gomemlimit, isGogcOff).map(({ code }) => code);
}

function findings(limit: string | undefined, gomemlimit: string | undefined, isGogcOff = false) {
  const given = limit === undefined ? undefined : { text: limit, bytes: parseMemoryLimit(limit) ?? 0 };
  return checkSettings({ limit: given, gomemlimit, isGogcOff, isContainerSeen: true });
}

test("each misconfiguration is found, and a sound setting is none", () => {
  const cases: [string | undefined, string | undefined, string[]][] = [
    ["250Mi", "225MiB", []],
    ["250Mi", "100MiB", []],
    ["250Mi", undefined, ["memlimit-absent"]],
    ["250Mi", "", ["memlimit-absent"]],
    [undefined, "225MiB", ["limit-absent"]],
    ["250Mi", "250MiB", ["memlimit-equals-limit"]],
    ["250Mi", "262144000", ["memlimit-equals-limit"]],
    ["250Mi", "245MiB", ["memlimit-equals-limit"]],
    ["250Mi", "251MiB", ["memlimit-above-limit"]],
    ["250M", "250MiB", ["memlimit-above-limit"]],
    ["250Mi", "200M", ["memlimit-malformed"]],
    ["250Mi", "200Mb", ["memlimit-malformed"]],
    ["250Mi", "225Mi", ["memlimit-malformed"]],
    ["250Mi", "90%", ["memlimit-malformed"]],
    ["250Mi", "225", ["memlimit-tiny"]],
    ["250Mi", "off", ["memlimit-off"]],
    ["250m", "225MiB", ["limit-tiny", "memlimit-above-limit"]],
  ];
  for (const [limit, gomemlimit, expected] of cases) {
    assert.deepEqual(codes(limit, gomemlimit), expected, `${limit} ${gomemlimit}`);
  }
  assert.deepEqual(codes("250Mi", "225MiB", true), ["gogc-off"]);
});

test("a malformed value is answered with what was meant", () => {
  const text = (gomemlimit: string): string => findings("250Mi", gomemlimit).map(adviceFindingText)[0] ?? "";
  assert.match(text("225Mi"), /225MiB was meant\?/);
  assert.match(text("200M"), /190MiB was meant\?/);
  assert.match(text("200Mb"), /exits at its start.*190MiB was meant\?/);
  assert.doesNotMatch(text("90%"), /meant/);
  assert.match(findings("250m", "225MiB").map(adviceFindingText)[0] ?? "", /250Mi was meant\?/);
});

test("what was not seen is not said to be absent", () => {
  const settings = { limit: undefined, gomemlimit: undefined, isGogcOff: false };
  const told = (isContainerSeen: boolean) => checkSettings({ ...settings, isContainerSeen });
  assert.deepEqual(
    told(false).map(({ code }) => code),
    ["limit-absent", "memlimit-unknown"],
  );
  assert.match(told(false).map(adviceFindingText).join(" "), /no limit was given .* was not seen/);
  assert.match(
    told(true).map(adviceFindingText).join(" "),
    /the container has no memory limit.* is not set in the container/,
  );
});
