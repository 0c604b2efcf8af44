/** What could be a request of OTLP, told by its first fields. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeOtlp, Message } from "../../../src/profile/otlp/message.ts";
import { bytes, message } from "../codec/messages.ts";

test("a request has resources and one dictionary, and no other fields", () => {
  const [resource, dictionary] = [message(1, 8, 1), message(2, 8, 1)];
  for (const request of [bytes(resource, dictionary), bytes(dictionary, resource, resource)])
    assert.equal(looksLikeOtlp(request), true);
  for (const other of [
    bytes(),
    resource,
    dictionary,
    bytes(resource, dictionary, dictionary),
    bytes(resource, message(3, 8, 1)),
    bytes(resource, dictionary, message(3, 8, 1)),
    bytes(8, 1, dictionary),
    bytes(resource, 16, 1),
    bytes(resource, dictionary, 24, 1),
    bytes(resource, dictionary, 10, 5),
  ])
    assert.equal(looksLikeOtlp(other), false, other.join());
});

test("of a number that is given twice the last counts, and one that is not there is 0", () => {
  const read = new Message(bytes(8, 1, 8, 2));
  assert.deepEqual([read.number(1), read.number(2)], [2n, 0n]);
});
