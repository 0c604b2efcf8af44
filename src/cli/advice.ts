/** What to do about a failure: the one place where an error code becomes a recommendation. */
import type { FetchError, ProfileError, UsageError } from "../errors.ts";

const ADVICE: Partial<Record<(UsageError | ProfileError | FetchError)["code"], string>> = {
  empty: "capture it again: curl -o heap.out 'http://HOST:PORT/debug/pprof/heap?gc=1'",
  "gzip-empty": "capture it again: curl -o heap.out 'http://HOST:PORT/debug/pprof/heap?gc=1'",
  "gzip-truncated": "the download or copy was cut short: capture it again",
  "gzip-corrupt": "the file was damaged on its way (a copy in text mode?): copy or capture it again",
  "too-large": "raise the limit with --max-size if you trust the file",
  html: "the server answered with a page: check the URL (/debug/pprof/heap?gc=1) and that pprof is enabled",
  json: "the server answered with JSON: check the URL (/debug/pprof/heap?gc=1) and that pprof is enabled",
  text: "a heap profile is what /debug/pprof/heap?gc=1 returns",
  "goroutine-text": "a heap profile is what /debug/pprof/heap?gc=1 returns",
  "not-heap": "give heap profiles (/debug/pprof/heap?gc=1), or choose a type with --sample-index",
  "index-page": "that is the index of /debug/pprof/: fetch /debug/pprof/heap?gc=1",
  executable: "give the heap profile, not the program",
  trace: "a heap profile is what /debug/pprof/heap?gc=1 returns",
  truncated: "the download or copy was cut short: capture it again",
  zstd: "unpack it first: zstd -d",
  "not-goroutines": "give goroutine profiles: curl -o goroutine.out 'http://HOST:PORT/debug/pprof/goroutine'",
  concatenated: "split the file, or give the profiles as separate files to merge them",
  unrecognized: "a heap profile is what /debug/pprof/heap?gc=1 returns",
  wire: "the file is damaged or is no profile: capture it again",
  "string-index": "the file is damaged: capture it again",
  invalid: "the file is damaged or was written by a broken tool: capture it again",
  legacy: "the file is damaged: capture it again",
  "not-found": "check the name",
  "is-directory": "give the files in it",
  "no-common-sample-type": "give two profiles of the same kind",
  "bad-option": "see heapblame --help",
};

export function adviceFor(error: UsageError | ProfileError | FetchError): string {
  return ADVICE[error.code] ?? "";
}
