import assert from "node:assert/strict";
import { test } from "node:test";
import { Answers, MOST_BYTES } from "../../../src/cli/mcp/answers.ts";

const bytes = (text: string): number => Buffer.byteLength(text);
const REST = /\[\d+ characters more: call more \{"handle":"(t\d+)","offset":(\d+)\}\]\n$/;

function pagesOf(answers: Answers, text: string): string[] {
  const pages: string[] = [];
  let page: string | undefined = answers.first(text);
  while (page !== undefined) {
    assert.ok(bytes(page) <= MOST_BYTES, `${bytes(page)} bytes`);
    const found: RegExpExecArray | null = REST.exec(page);
    const [tail, handle, offset] = found ?? [];
    pages.push(tail === undefined ? page : page.slice(0, -tail.length));
    page = handle === undefined ? undefined : answers.more(handle, Number(offset));
  }
  return pages;
}

test("a text of 4 kB is one answer, one byte more are two", () => {
  const answers = new Answers();
  assert.equal(pagesOf(answers, "x".repeat(MOST_BYTES)).length, 1);
  assert.equal(pagesOf(answers, "x".repeat(MOST_BYTES + 1)).length, 2);
});

test("pages make up the text: lines, one long line, characters of several bytes and pairs", () => {
  for (const text of [
    "a line of text\n".repeat(2000),
    "x".repeat(20_000),
    "é±\n".repeat(4000),
    "😀".repeat(5000),
    "a😀".repeat(5000),
  ]) {
    assert.equal(pagesOf(new Answers(), text).join(""), text);
  }
});

test("a handle is gone after many others, and one that never was is none", () => {
  const answers = new Answers();
  const [, handle = ""] = REST.exec(answers.first("x".repeat(9000))) ?? [];
  assert.notEqual(answers.more(handle, 0), undefined);
  for (let count = 0; count < 40; count++) answers.first("y".repeat(9000));
  assert.equal(answers.more(handle, 0), undefined);
  assert.equal(answers.more("t0", 0), undefined);
});
