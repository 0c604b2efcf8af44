/** What was thrown, which must be one of the errors a user can meet. */
import assert from "node:assert/strict";
import { FetchError, UsageError } from "../../src/errors.ts";

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

async function thrownBy<E extends Error>(promise: Promise<unknown>, kind: ErrorClass<E>): Promise<E> {
  const error = await promise.then(
    () => assert.fail("it went well"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof kind, error instanceof Error ? error.stack : String(error));
  return error;
}

export const failureOf = (promise: Promise<unknown>): Promise<FetchError> => thrownBy(promise, FetchError);

export const usageErrorOf = (promise: Promise<unknown>): Promise<UsageError> => thrownBy(promise, UsageError);
