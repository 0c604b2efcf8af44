/** What was thrown, which must be one of the errors a user can meet. */
import assert from "node:assert/strict";
import { FetchError, UsageError } from "../../src/errors.ts";

export async function failureOf(promise: Promise<unknown>): Promise<FetchError> {
  const error = await promise.then(
    () => assert.fail("it went well"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof FetchError, error instanceof Error ? error.stack : String(error));
  return error;
}

export async function usageErrorOf(promise: Promise<unknown>): Promise<UsageError> {
  const error = await promise.then(
    () => assert.fail("it went well"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UsageError, error instanceof Error ? error.stack : String(error));
  return error;
}
