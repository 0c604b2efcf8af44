/**
 * The closed set of failures a user can meet. Lower layers state facts; `load.ts` names the source; `cli/run.ts` adds the
 * advice and picks the exit code. Anything that is not one of these is a bug in heapblame.
 */

export type UsageCode =
  | "bad-option"
  | "bad-regexp"
  /** Go would take it. */
  | "large-regexp"
  | "bad-sample-index"
  | "bad-size"
  | "no-common-sample-type"
  | "incompatible-types"
  | "no-match"
  | "unknown-format"
  | "unsupported"
  | "write-failed"
  | "no-folder"
  | "stopped";

/** Why bytes are no usable profile. */
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
  /** Inside something that what is meant cannot be taken out of. */
  | "wrapped"
  /** A tool on its way changed its bytes, and some are lost. */
  | "altered"
  /** An archive of which nothing says what is meant. */
  | "archive"
  | "not-heap"
  /** What changed over a stretch of time, where a state of the heap is needed. */
  | "difference"
  | "not-goroutines"
  | "concatenated"
  | "wire"
  | "string-index"
  | "invalid"
  | "legacy"
  | "manifest"
  | "heap-dump";

/** Why bytes could not be had. */
export type FetchCode =
  | "not-found"
  | "is-directory"
  | "unreadable"
  /** The server answered, but not with 200: `status` says with what. */
  | "http"
  /** Nothing listens at that port. */
  | "refused"
  /** The connection broke before an answer began. */
  | "reset"
  /** An answer began and ended too early, by its length or by its gzip trailer. */
  | "truncated"
  /** All of the answer came, and its gzip checksum is wrong. */
  | "corrupt"
  /** No whole answer in the time allowed. */
  | "timeout"
  /** The name of the host leads nowhere. */
  | "no-such-host"
  /** The name leads somewhere that no packet reaches. */
  | "unreachable"
  /** A certificate, ours or theirs, was not accepted, or the other end does not speak TLS. */
  | "tls"
  /** The proxy from the environment is what failed. */
  | "proxy"
  /** Redirects that are too many, lead from https to http, or lead nowhere. */
  | "redirect"
  /** An answer of more bytes than allowed. */
  | "oversized"
  /** An archive that unpacks to more bytes than allowed, or has more files. */
  | "archive-size"
  | "archive-files"
  /** A pipe or a device that goes on for more bytes than allowed. */
  | "stream-size"
  /** A whole answer of 200 that no pprof handler gives: a page, JSON, nothing. */
  | "not-pprof"
  /** A server of profiles that tells no single profile of what is live from the sum over a stretch of time. */
  | "sum-only"
  /** A server of profiles that answers something else than it is asked for. */
  | "not-a-store"
  /** What came is not HTTP. */
  | "not-http"
  /** The caller gave up. */
  | "aborted"
  /** What kubectl says, where none of the following is meant by it. */
  | "kubectl"
  | "kubectl-missing"
  | "kubectl-not-found"
  | "kubectl-forbidden"
  /** The cluster, not the pod. */
  | "kubectl-unreachable"
  | "pod-not-running"
  /** The pod is there, and nothing in it listens to the port. */
  | "forward-refused"
  /** The forward ended while it was used. */
  | "forward-dropped"
  | "no-pprof-port";

type BinaryCode =
  /** No ELF, Mach-O or PE file. */
  | "program-unrecognized"
  /** A table leads past the end of the file or of its section. */
  | "program-truncated"
  /** Bytes that no such table may have. */
  | "program-corrupt"
  /** A format, version or compression that is not read. */
  | "program-unsupported";

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
  /** Of the answer, where code is "http". */
  readonly status: number | undefined;
  /** Milliseconds that the server asks to be left alone for; undefined where it does not say. */
  readonly retryAfter: number | undefined;
  constructor(
    code: FetchCode,
    message: string,
    pprofText: string,
    options?: ErrorOptions & { status?: number; retryAfter?: number | undefined },
  ) {
    super(message, options);
    this.name = "FetchError";
    this.code = code;
    this.pprofText = pprofText;
    this.status = options?.status;
    this.retryAfter = options?.retryAfter;
  }
}

/**
 * These bytes are not a program whose names can be read. `message` says what is wrong and at which byte; `at` is that byte: of the file, or of the
 * unpacked section that `message` names.
 */
export class BinaryError extends Error {
  readonly code: BinaryCode;
  readonly at: number;
  constructor(code: BinaryCode, message: string, at: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "BinaryError";
    this.code = code;
    this.at = at;
  }
}

/** Where every case was handled: a case more does not compile, and one that the types do not know of ends here, as a bug. */
export function unreachable(value: never): never {
  throw new Error(`no case for ${JSON.stringify(value)}`);
}
