/** What could be a request of OTLP, told by its first fields. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeOtlp } from "../../../src/profile/otlp/message.ts";
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
