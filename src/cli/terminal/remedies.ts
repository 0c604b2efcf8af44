/** What to do about a failure: the one place where an error code becomes a recommendation. */
import { type BinaryError, FetchError, type ProfileError, type UsageError } from "../../errors.ts";

const ENABLE =
  'pprof must be enabled: import _ "net/http/pprof" in the program, enablePprof in linkerd, --pprof-bind-address in controller-runtime, profiling.enable in knative';
const CREDENTIALS =
  "give a token with --bearer-token-file FILE, or whatever else is asked for with --header 'NAME: VALUE'";

const RAISE_SIZE = "raise the limit with --max-size if you trust the file";

const REMEDIES: Partial<Record<(UsageError | ProfileError | FetchError | BinaryError)["code"], string>> = {
  empty: "capture it again: curl -o heap.out 'http://HOST:PORT/debug/pprof/heap?gc=1'",
  "gzip-empty": "capture it again: curl -o heap.out 'http://HOST:PORT/debug/pprof/heap?gc=1'",
  "gzip-truncated": "the download or copy was cut short: capture it again",
  "gzip-corrupt": "the file was damaged on its way (a copy in text mode?): copy or capture it again",
  "too-large": RAISE_SIZE,
  "archive-size": RAISE_SIZE,
  "archive-files": "unpack it, and give the files that are meant",
  "stream-size": RAISE_SIZE,
  html: "the server answered with a page: check the URL (/debug/pprof/heap?gc=1) and that pprof is enabled",
  json: "if a server answered so, check the URL (/debug/pprof/heap?gc=1) and that pprof is enabled",
  text: "a heap profile is what /debug/pprof/heap?gc=1 returns",
  "goroutine-text":
    "heapblame goroutines BEFORE AFTER compares two; a heap profile is what /debug/pprof/heap?gc=1 returns",
  "not-heap": "give heap profiles (/debug/pprof/heap?gc=1), or choose a type with --sample-index",
  "index-page": "fetch /debug/pprof/heap?gc=1",
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
  refused: `check host and port; ${ENABLE}`,
  "not-pprof": `a heap profile is what /debug/pprof/heap?gc=1 returns; ${ENABLE}`,
  timeout: "give it longer with --request-timeout 5m",
  reset: "try again; if it stays so, look whether the port is the right one",
  "no-such-host": "check the name; names inside a cluster are not known outside it",
  oversized: "check the URL, or raise the limit with --max-download if you trust the server",
  "not-http": "check the port",
  "not-a-store": "check the scheme (pyroscope:// or parca://), the port and the prefix of the path",
  corrupt: "fetch it again",
  "kubectl-missing": "install kubectl, or say where it is with --kubectl PATH",
  "kubectl-not-found": "check the name, -n NAMESPACE and --context: kubectl get pods -A lists all",
  "kubectl-forbidden":
    "you need leave to get pods and to create pods/portforward: kubectl auth can-i create pods/portforward",
  "kubectl-unreachable": "check the cluster with kubectl get pods, and --context and --kubeconfig",
  "pod-not-running": "kubectl get pods and kubectl describe pod say why",
  "forward-refused": `check --port; ${ENABLE}`,
  "forward-dropped": "try again; kubectl get events says whether the pod was restarted",
  "no-pprof-port": `give the port with --port; ${ENABLE}`,
  manifest: "give a directory made by heapblame capture",
  "program-unrecognized": "give the program itself: the ELF, Mach-O or PE file that runs",
  "program-truncated": "the file was cut short: copy it again",
  "program-corrupt": "the file is damaged: copy it again",
  "program-unsupported": "build it with go build, without a linker or packer of its own",
  "no-common-sample-type": "give profiles of the same kind",
};

const REMEDIES_BY_STATUS: Readonly<Record<number, string>> = {
  401: CREDENTIALS,
  403: CREDENTIALS,
  404: `check the path (/debug/pprof/heap?gc=1); ${ENABLE}`,
};

export function remedyFor(error: UsageError | ProfileError | FetchError | BinaryError): string {
  if (error instanceof FetchError && error.status !== undefined) return REMEDIES_BY_STATUS[error.status] ?? "";
  // A server that keeps profiles has no pprof of its own to turn on.
  if (error.code === "refused" && /^(?:pyroscope|parca)(?:\+https)?:/.test(error.message)) return "check host and port";
  return REMEDIES[error.code] ?? "";
}
