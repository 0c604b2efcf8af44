/**
 * The closed set of failures a user can meet. Lower layers state facts; `load.ts` names the source; `cli/run.ts` adds the
 * advice and picks the exit code. Anything that is not one of these is a bug in heapblame.
 */

export type UsageCode =
  | "bad-option"
  | "bad-regexp"
  | "bad-sample-index"
  | "bad-size"
  | "no-common-sample-type"
  | "incompatible-types"
  | "no-match"
  | "unknown-format"
  | "unsupported"
  | "write-failed";

export type ProfileCode =
  | "empty"
  | "gzip-empty"
  | "gzip-truncated"
  | "gzip-corrupt"
  | "too-large"
  | "unrecognized"
  | "html"
  | "json"
  | "text"
  | "goroutine-text"
  | "index-page"
  | "executable"
  | "trace"
  | "truncated"
  | "zstd"
  | "not-heap"
  | "not-goroutines"
  | "concatenated"
  | "wire"
  | "string-index"
  | "invalid"
  | "legacy";

export type FetchCode = "not-found" | "is-directory" | "unreadable" | "http" | "timeout" | "kubectl";

/** The request makes no sense as typed. */
export class UsageError extends Error {
  readonly code: UsageCode;
  constructor(code: UsageCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UsageError";
    this.code = code;
  }
}

/**
 * These bytes are not a usable profile. `message` says what is wrong and where; `pprofText` is what `go tool pprof` prints for
 * the same bytes, for the compat command line.
 */
export class ProfileError extends Error {
  readonly code: ProfileCode;
  readonly pprofText: string;
  constructor(code: ProfileCode, message: string, pprofText: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProfileError";
    this.code = code;
    this.pprofText = pprofText;
  }
}

/** The bytes could not be had; `message` says from where. `pprofText` as in ProfileError. */
export class FetchError extends Error {
  readonly code: FetchCode;
  readonly pprofText: string;
  constructor(code: FetchCode, message: string, pprofText: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FetchError";
    this.code = code;
    this.pprofText = pprofText;
  }
}
