/** `heapblame fetch SOURCE [-o FILE]`: one profile, or one of every pod that a selector finds. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FetchError, UsageError } from "../../errors.ts";
import { fillDirectory } from "../../fetch/files/make-directory.ts";
import { type Endpoint, type EndpointSettings, openPod, openTarget, openUrl } from "../../fetch/kubernetes/endpoint.ts";
import { resolveRunningPods } from "../../fetch/kubernetes/resolve-pod.ts";
import type { PodTarget } from "../../fetch/kubernetes/target.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { inSource } from "../../load/in-source.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { FAILED, OK } from "../exit-codes.ts";
import { describeFailure } from "../failure.ts";
import { untilInterrupted } from "../terminal/interrupt.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { nameOfTaken, parseRemoteSource, type RemoteSource } from "./remote-source.ts";

export interface FetchOptions {
  /** A file or a directory; without, what is not to be read on a terminal goes to standard output. */
  readonly output?: string;
  readonly selector?: string;
}

export async function runFetch(source: string | undefined, options: FetchOptions, io: Io): Promise<number> {
  const remote = parseRemoteSource(source, options.selector);
  const isAll = options.selector !== undefined;
  if (isAll && (options.output === undefined || options.output === "-")) {
    throw new UsageError("bad-option", "-l fetches a file for each pod: give a directory with -o");
  }
  const output = isAll ? (options.output as string) : await fileFor(remote, options.output, io);
  const { http = {}, kubernetes = {} } = readOptions(io);
  const settings = { http, kubernetes };
  return await untilInterrupted(io, async (signal) => {
    try {
      if (remote.kind === "target" && isAll) return await fetchAll(remote.target, settings, output, io, signal);
      const fetchIt = async (): Promise<void> => {
        const isUrl = remote.kind === "url";
        const endpoint = isUrl ? openUrl(remote.url, settings) : await openTarget(remote.target, settings, signal);
        await fetchOne(endpoint, output, io, signal);
      };
      if (options.output?.endsWith("/") === true) await fillDirectory(resolve(io.cwd, options.output), fetchIt);
      else await fetchIt();
      return OK;
    } catch (error) {
      if (signal.aborted) throw new UsageError("stopped", "stopped before the download was whole: it was not kept");
      throw inSource(remote.name, error);
    }
  });
}

/** `-` for standard output; what is in a directory, or would go to a terminal, is named by source and time. */
async function fileFor(remote: RemoteSource, output: string | undefined, io: Io): Promise<string> {
  if (output === "-" || (output === undefined && !io.stdout.isTerminal)) return "-";
  const name = `${nameOfTaken(remote)}.pb.gz`;
  if (output === undefined) return name;
  const found = await stat(resolve(io.cwd, output)).catch(() => undefined);
  return found?.isDirectory() === true || output.endsWith("/") ? join(output, name) : output;
}

async function fetchOne(endpoint: Endpoint, output: string, io: Io, signal: AbortSignal): Promise<void> {
  try {
    if (output === "-") {
      await io.stdout.write(await endpoint.read(endpoint.path, "profile", signal));
      return;
    }
    const file = resolve(io.cwd, output);
    const { bytes } = await endpoint.save(endpoint.path, file, signal);
    const size = formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
    await io.stderr.write(`heapblame: ${file}: ${size} from ${withoutSecrets(endpoint.name + endpoint.path)}\n`);
  } finally {
    await endpoint.close();
  }
}

/** Every pod's profile into a file of the pod's name; those that fail are named, the others kept. Where all fail no directory is left. */
async function fetchAll(
  target: PodTarget,
  settings: EndpointSettings,
  output: string,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const directory = resolve(io.cwd, output);
  const pods = await resolveRunningPods(target, settings.kubernetes, signal);
  const faults: FetchError[] = [];
  let [kept, ending]: [number, unknown] = [0, undefined];
  await fillDirectory(directory, async () => {
    for (const found of pods) {
      try {
        const endpoint = await openPod(found, target, settings, signal);
        await fetchOne(endpoint, join(directory, `${found.pod.name}.pb.gz`), io, signal);
        kept++;
      } catch (error) {
        const fault = inSource(found.pod.name, error);
        const isLast = faults.length === pods.length - 1;
        ending = signal.aborted || !(fault instanceof FetchError) ? error : isLast ? fault : undefined;
        if (ending !== undefined) break;
        faults.push(fault as FetchError);
        await io.stderr.write(describeFailure(fault));
      }
    }
    if (kept === 0) throw ending;
  });
  if (ending !== undefined) throw ending;
  return faults.length === 0 ? OK : FAILED;
}
