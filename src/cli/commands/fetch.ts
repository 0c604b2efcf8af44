/** `heapblame fetch SOURCE -o FILE`: one profile, or one of every pod that a selector finds. */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FetchError } from "../../errors.ts";
import { type Endpoint, type EndpointSettings, openPod, openTarget, openUrl } from "../../fetch/endpoint.ts";
import type { PodTarget } from "../../fetch/kubernetes-target.ts";
import { placeOf, resolveRunningPods } from "../../fetch/resolve-pod.ts";
import { inSource } from "../../load/in-source.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { FAILED, OK } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { readOptions } from "../reading.ts";
import { parseRemoteSource } from "./remote-source.ts";

export interface FetchOptions {
  readonly output: string;
  readonly selector?: string;
}

export async function runFetch(source: string | undefined, options: FetchOptions, io: Io): Promise<number> {
  const remote = parseRemoteSource(source, options.selector);
  const { http = {}, kubernetes = {} } = readOptions(io);
  const settings = { http, kubernetes };
  const output = resolve(io.cwd, options.output);
  try {
    if (remote.kind === "url") return await fetchOne(openUrl(remote.url, settings), output, io);
    if (options.selector !== undefined) return await fetchAll(remote.target, settings, output, io);
    return await fetchOne(await openTarget(remote.target, settings), output, io);
  } catch (error) {
    throw inSource(remote.name, error);
  }
}

async function fetchOne(endpoint: Endpoint, file: string, io: Io): Promise<number> {
  try {
    const { bytes } = await endpoint.save(endpoint.path, file);
    const size = formatValue(bytes, chooseColumnUnit([bytes], "bytes"));
    await io.stderr.write(`heapblame: ${file}: ${size} from ${endpoint.name}${endpoint.path}\n`);
    return OK;
  } finally {
    await endpoint.close();
  }
}

/** Every pod's profile into a file of the pod's name; those that fail are named, the others kept. */
async function fetchAll(target: PodTarget, settings: EndpointSettings, directory: string, io: Io): Promise<number> {
  const place = { ...settings.kubernetes, ...placeOf(target, settings.kubernetes) };
  const pods = await resolveRunningPods({ ...target, port: target.port ?? place.port }, place);
  await mkdir(directory, { recursive: true });
  let failed = 0;
  for (const found of pods) {
    try {
      const endpoint = await openPod(found, target, { ...settings, kubernetes: place });
      await fetchOne(endpoint, join(directory, `${found.pod.name}.pb.gz`), io);
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      failed += 1;
      await io.stderr.write(`heapblame: ${error.message}\n`);
    }
  }
  return failed === 0 ? OK : FAILED;
}
