/** Failures that say whose they are. */
import { BinaryError, FetchError, ProfileError } from "../errors.ts";
import { withoutSecrets } from "../fetch/redact.ts";
import { decodeText, encodeText } from "../profile/string-table.ts";

/**
 * The same error with the source, without its secrets, in front of the message; what is none of these stays as it is. Nothing of the input is kept
 * by it, of which thousands may be refused.
 */
export function inSource(text: string, error: unknown): unknown {
  const named = namedError(text, error);
  // Until somebody asks for it, V8 keeps the calls that the stack is made of, and what they had.
  if (named instanceof Error) void named.stack;
  return named;
}

function namedError(text: string, error: unknown): unknown {
  const source = withoutSecrets(text);
  if (error instanceof ProfileError) {
    return new ProfileError(error.code, ownText(`${source}: ${error.message}`), ownText(error.pprofText));
  }
  if (error instanceof FetchError) {
    const { code, message, pprofText, status, retryAfter } = error;
    const answered = { retryAfter, ...(status === undefined ? {} : { status }) };
    return new FetchError(code, ownText(`${source}: ${message}`), ownText(pprofText), answered);
  }
  if (error instanceof BinaryError) {
    return new BinaryError(error.code, ownText(`${source}: ${error.message}`), error.at);
  }
  return error;
}

/** A part of a text keeps the whole of it. */
function ownText(text: string): string {
  return decodeText(encodeText(text));
}
