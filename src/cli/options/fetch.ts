/** The commands that ask a process: declared here, loaded when they run. */
import { type Command, Option } from "commander";
import { formatsOf } from "../../render/index.ts";
import type { CaptureOptions } from "../commands/capture.ts";
import type { FetchOptions } from "../commands/fetch.ts";
import type { Io } from "../terminal/io.ts";
import { duration } from "./remote.ts";
import { positiveNumber, size } from "./values.ts";
import { shared } from "./vocabulary.ts";

export function addFetching(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program.commandsGroup("From a running process:");
  addFetch(program, io, setExitCode);
  addCapture(program, io, setExitCode);
}

const SOURCE =
  "http://HOST:PORT, HOST:PORT, KIND/NAME as kubectl knows it, or k8s://[CONTEXT/]NAMESPACE/KIND/NAME[:PORT]";
const SELECTOR = "all pods with these labels, each by itself";

function addFetch(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("fetch")
    .description("one heap profile from a URL or, through a port-forward, from a pod")
    .argument("[source]", SOURCE)
    .addOption(shared("output"))
    .option("-l, --selector <labels>", SELECTOR)
    .addHelpText("after", FETCH_EXAMPLES)
    .action(async (source: string | undefined, options: FetchOptions) => {
      const { runFetch } = await import("../commands/fetch.ts");
      setExitCode(await runFetch(source, options, io));
    });
}

function addCapture(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("capture", { isDefault: io.invokedAs === "kubectl heapblame" })
    .summary("a series of heap profiles of one process, and what they say")
    .description("a series of heap profiles of one process and what they say (what kubectl heapblame does)")
    .argument("[source]", `${SOURCE}; none to report on the directory of -o again`)
    .optionsGroup("Series:")
    .addOption(shared("output"))
    .option("-l, --selector <labels>", SELECTOR)
    .option("-c, --container <name>", "of the pod (default: the one with the port)")
    .option("--every <duration>", "between snapshots (default: 1m)", duration)
    .option("--count <n>", "how many snapshots (default: 6)", positiveNumber)
    .option("--for <duration>", "how long in all, in place of --count or --every", duration)
    .option(
      "--during <command>",
      "run by the shell after the first snapshot; without --every the last is taken after it",
    )
    .addOption(shared("iterations"))
    .option("--settle <duration>", "after the command, before the snapshot (default: 5s)", duration)
    .option(
      "--when <condition>",
      "a snapshot when it holds: heap>75%limit, growth>25%, rss>200Mi; --every says how often to look (default: 15s)",
    )
    .option("--cool-down <duration>", "after such a snapshot, before the next (default: 5m)", duration)
    .option("--heap-dump <path>", "where the program gives out heap dumps (heapblame held --handler): one at each end")
    .addOption(
      new Option("--heap-dump-at <when>", "at the first snapshot and the last, or at the last").choices([
        "ends",
        "last",
      ]),
    )
    .option("--heap-dump-limit <size>", "most bytes of a heap dump (default: 4GiB)", size)
    .optionsGroup("Report:")
    .addOption(shared("format", formatsOf("capture")).default("text", "text"))
    .addOption(shared("nodecount"))
    .addOption(shared("module"))
    .option("--pictures", "call graph, flame graph and course as SVG and PNG into the directory")
    .addOption(shared("merge"))
    .option(
      "--report <dir>",
      "a bundle to attach to an issue: report as Markdown and as a page, pictures, profiles, manifest",
    )
    .option(
      "--report-heap-dumps",
      "put heap dumps into the bundle too: they have keys, passwords, all that was in memory",
    )
    .addOption(shared("binary"))
    .optionsGroup("Other:")
    .addHelpText("after", CAPTURE_EXAMPLES)
    .action(async (source: string | undefined, options: CaptureOptions) => {
      const { runCapture } = await import("../commands/capture.ts");
      setExitCode(await runCapture(source, options, io));
    });
}

const FETCH_EXAMPLES = `
Without -o it goes to standard output; on a terminal into a file named by source
and time. Of a directory the same, in it.

Examples:
  heapblame fetch -n linkerd deploy/linkerd-destination -o before.out
  heapblame fetch https://host:6060/debug/pprof/allocs -o allocs.out \\
      --bearer-token-file token
  heapblame fetch -n linkerd -l app=destination -o replicas/
`;

const CAPTURE_EXAMPLES = `
A capture in place of a file: wherever a profile is asked for, its directory
stands for its last one; heapblame DIR and heapblame trend DIR compare what is
in it. The manifest keeps the text of --during: give it secrets by environment.

The program stops while it writes a heap dump: 0.11 s for a heap of 38 MB, 2.3 s
for 406 MB. A dump has the contents of the heap; it stays in the directory,
readable for you alone. Do not take one of a process that was asked for a
goroutineleak profile: if that found a leak, the dump ends the process.

Examples:
  heapblame capture localhost:6060 --heap-dump /debug/heapdump -o captures/
  heapblame capture -n linkerd deploy/linkerd-destination --port 9996 \\
      --every 1m --count 10 -o captures/ \\
      --during 'kubectl -n emojivoto rollout restart deploy'
  heapblame capture http://localhost:6060 --for 25m -o captures/
  heapblame capture localhost:6060 --during ./load.sh --iterations 20
  heapblame capture localhost:6060 --when 'growth>25%' --for 24h -o captures/
  heapblame capture -o captures/ --report bundle/
`;
