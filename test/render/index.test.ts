/** The table of reports and formats. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatOfFile, formatsOf, render } from "../../src/render/index.ts";
import { growthWords } from "../../src/wording/growth/words.ts";
import { modePair } from "../fixtures.ts";
import { growthOfFiles } from "../report/growth-of.ts";

test("a report is written in each of its formats, without being told how it is to look", async () => {
  const report = growthOfFiles(...modePair("retain"), { limit: 3 });
  const words = growthWords(report);
  const starts = {
    text: "+54.1 MiB live heap",
    markdown: "**+54.1 MiB live heap",
    json: "{\n",
    csv: "name,",
    html: "<p>",
  };
  assert.deepEqual(Object.keys(starts), formatsOf("growth"));
  for (const format of formatsOf("growth")) {
    const document = await render(report, words, format, { page: async () => "<p>" });
    assert.ok(document.startsWith(starts[format]), `${format}: ${document.slice(0, 40)}`);
  }
});

test("names of files ask for the formats of their own report", () => {
  assert.equal(formatOfFile("growth", "a.CSV"), "csv");
  assert.equal(formatOfFile("trend", "dir.csv/a.md"), "markdown");
  assert.equal(formatOfFile("check", "a.sarif"), "sarif");
  assert.equal(formatOfFile("growth", undefined), "text");
  assert.equal(formatOfFile("advice", "-"), "text");
  for (const file of ["/dev/stdout", "/dev/fd/3", "/proc/self/fd/1"])
    assert.equal(formatOfFile("growth", file), "text");
  assert.throws(() => formatOfFile("trend", "a.csv"), {
    code: "unknown-format",
    message: /^a\.csv: .* use one of \.txt \.text \.md \.markdown \.json \.html \.htm, or give --format$/,
  });
  assert.throws(() => formatOfFile("growth", "a.toString"), { code: "unknown-format" });
});

test("what has no extension is text: a device, a descriptor, a plain name", () => {
  for (const file of ["/dev/null", "/dev/fd/63", "a", "a.", "a.md/b"])
    assert.equal(formatOfFile("growth", file), "text");
});

test("a format that is none is told with those there are", async () => {
  const report = growthOfFiles(...modePair("steady"), { limit: 1 });
  await assert.rejects(render(report, growthWords(report), "toString" as "text"), {
    code: "unknown-format",
    message: "toString is no format of this report: use one of text, markdown, json, csv, html",
  });
});
