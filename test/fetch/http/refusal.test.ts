/** What is read of answers of another status than 200: when to ask again, and what the server says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readHttp } from "../../../src/fetch/http/http.ts";
import { parseRetryAfter } from "../../../src/fetch/http/refusal.ts";
import { failureOf } from "../failure-of.ts";
import { serve } from "../servers.ts";

test("Retry-After is seconds or a date; what is neither says nothing", () => {
  const now = Date.UTC(2026, 7, 21, 12);
  const cases: readonly (readonly [string, number | undefined])[] = [
    ["0", 0],
    ["120", 120_000],
    ["Fri, 21 Aug 2026 12:00:30 GMT", 30_000],
    ["Fri, 21 Aug 2026 11:00:00 GMT", 0],
    ["", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["99999999999999999999", undefined],
  ];
  for (const [text, wanted] of cases) assert.equal(parseRetryAfter(text, now), wanted, text);
});

test("an error in JSON shows its message, without what was sent, and nothing else of it", async () => {
  for (const [body, wanted] of [
    [
      '{"code":"invalid_argument","message":"exceeds the limit for geheim-7\\nmore"}',
      /answered 400 Bad Request: exceeds the limit for [^g\n]*$/,
    ],
    ['{"code":3,"message":{"a":1}}', /answered 400 Bad Request$/],
    ["null", /answered 400 Bad Request$/],
    ['{"message":"cut', /answered 400 Bad Request$/],
  ] as const) {
    const server = await serve(
      (_, response) => void response.writeHead(400, { "content-type": "application/json" }).end(body),
    );
    const error = await failureOf(readHttp(server.url, { headers: [["X-Scope-OrgID", "geheim-7"]] }));
    assert.match(error.message, wanted);
    assert.doesNotMatch(error.message + error.pprofText, /geheim/);
  }
});
