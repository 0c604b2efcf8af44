/** Failures that say whose they are. */
import { BinaryError, FetchError, ProfileError } from "../errors.ts";
import { withoutSecrets } from "../fetch/redact.ts";

/** The same error with the source, without its secrets, in front of the message; what is none of these stays as it is. */
export function inSource(text: string, error: unknown): unknown {
  const source = withoutSecrets(text);
  if (error instanceof ProfileError) {
    return new ProfileError(error.code, `${source}: ${error.message}`, error.pprofText, { cause: error });
  }
  if (error instanceof FetchError) {
    const status = error.status === undefined ? {} : { status: error.status };
    return new FetchError(error.code, `${source}: ${error.message}`, error.pprofText, { cause: error, ...status });
  }
  if (error instanceof BinaryError) {
    return new BinaryError(error.code, `${source}: ${error.message}`, error.at, { cause: error });
  }
  return error;
}
