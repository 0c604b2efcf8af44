/** One door for all sources. */
import { FetchError, UsageError, unreachable } from "../errors.ts";
import { isFile, readFileBytes } from "./files/file.ts";
import type { HttpSettings } from "./http/settings.ts";
import type { KubernetesSettings } from "./kubernetes/settings.ts";
import { parseSource, type Source } from "./source.ts";

/** How sources are read; all of it may be left out. */
export interface ReadOptions {
  /** What relative paths start from; the process's directory if not given. */
  readonly cwd?: string | undefined;
  /** Reads standard input to its end. Without it `-` is the name of a file. */
  readonly stdin?: ((mostBytes?: number) => Promise<Uint8Array>) | undefined;
  /** How servers are asked; `cwd` holds for its files too. */
  readonly http?: HttpSettings | undefined;
  /** How kubectl is called. */
  readonly kubernetes?: KubernetesSettings | undefined;
  /** Is told what was put aside to read a source, in a line that starts with the source. */
  readonly onNotice?: ((line: string) => void) | undefined;
  /** Bytes that a profile may unpack to: no more is read from a pipe or a device, nor taken out of an archive. Default: 2 GiB, and 1 GiB there. */
  readonly sizeLimit?: number | undefined;
  /** Gives up on servers. */
  readonly signal?: AbortSignal | undefined;
  /** What a server of profiles has for the source, as one profile: what it sends are parts of one. Without it such sources are refused. */
  readonly readStored?: ((source: string, options: ReadOptions) => Promise<Uint8Array>) | undefined;
  /** Directory in which what servers of profiles send is kept, and is looked for first. */
  readonly keptIn?: string | undefined;
  /** Is handed what came from a server, before it is looked at. */
  readonly onFetched?: ((source: string, bytes: Uint8Array) => Promise<void>) | undefined;
}

/** The bytes of the source: a file if there is one of that name, else what the word says. Throws UsageError, FetchError. */
export async function readSource(text: string, options: ReadOptions = {}): Promise<Uint8Array> {
  const { cwd = ".", stdin } = options;
  const source = await resolveSource(text, cwd);
  switch (source.kind) {
    case "file":
      return await readFileOrCapture(source.path, cwd, options.sizeLimit);
    case "stdin":
      return stdin === undefined ? await readFileBytes("-", cwd, options.sizeLimit) : await stdin(options.sizeLimit);
    case "store":
      return await readStored(source.address, options);
    case "http":
    case "kubernetes": {
      const bytes = await readRemote(source, cwd, options);
      await options.onFetched?.(text, bytes);
      return bytes;
    }
    default:
      return unreachable(source);
  }
}

/** What a URL answers, asked as it stands: no path is put in the place of pprof's index. Throws UsageError, FetchError. */
export async function readUrl(url: string, options: ReadOptions = {}): Promise<Uint8Array> {
  // Refuses what is none.
  parseSource(url);
  const bytes = await readRemote({ kind: "http", url }, options.cwd ?? ".", options);
  await options.onFetched?.(url, bytes);
  return bytes;
}

async function readStored(address: string, options: ReadOptions): Promise<Uint8Array> {
  if (options.readStored !== undefined) return await options.readStored(address, options);
  throw new UsageError("unsupported", "profiles kept by a server cannot be read here: save one with heapblame proto");
}

/** As parseSource, but an existing file wins over what else its name may mean. Throws UsageError. */
export async function resolveSource(text: string, cwd: string): Promise<Source> {
  const source = parseSource(text);
  if (source.kind === "file" || source.kind === "stdin") return source;
  return (await isFile(text, cwd)) ? { kind: "file", path: text } : source;
}

/** A directory made by `capture` stands for its last heap profile; a file in an archive is named behind a colon. */
async function readFileOrCapture(path: string, cwd: string, sizeLimit: number | undefined): Promise<Uint8Array> {
  try {
    return await readFileBytes(path, cwd, sizeLimit);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    if (error.code === "not-found" && path.includes(":")) {
      const member = await (await import("./archives/member.ts")).readMember(path, cwd, sizeLimit);
      if (member !== undefined) return member;
    }
    if (error.code === "not-found") throw await processMeant(path, error);
    if (error.code !== "is-directory") throw error;
    const [{ heapFileOf }, { resolve }] = await Promise.all([
      import("./manifest/capture-directory.ts"),
      import("node:path"),
    ]);
    const heap = await heapFileOf(resolve(cwd, path));
    if (heap === undefined) throw error;
    return await readFileBytes(heap, cwd);
  }
}

/** `pod/web-1`, as kubectl has it, and a port alone are files' names here. */
async function processMeant(path: string, fault: FetchError): Promise<FetchError> {
  const { parseKindAndName } = await import("./kubernetes/target.ts");
  const isPod = parseKindAndName(path) !== undefined;
  if (!isPod && !/^\d{2,5}$/.test(path)) return fault;
  const meant = isPod
    ? `of a cluster it would be k8s://NAMESPACE/${path}`
    : `a process at that port is localhost:${path}`;
  const fact = `${fault.message}; ${meant}`;
  return new FetchError(fault.code, fact, fault.pprofText, { cause: fault });
}

/** With it comes all of HTTP, and of kubectl where it is asked for. */
async function readRemote(
  source: Extract<Source, { kind: "http" | "kubernetes" }>,
  cwd: string,
  { http, kubernetes, signal }: ReadOptions,
): Promise<Uint8Array> {
  if (source.kind === "http") {
    const { readHttp } = await import("./http/http.ts");
    return await readHttp(source.url, { cwd, ...http }, signal);
  }
  const [{ openTarget }, { parseKubernetesUrl }] = await Promise.all([
    import("./kubernetes/endpoint.ts"),
    import("./kubernetes/target.ts"),
  ]);
  const settings = { http: { cwd, ...http }, kubernetes: { cwd, ...kubernetes } };
  const endpoint = await openTarget(parseKubernetesUrl(source.target), settings, signal);
  try {
    return await endpoint.read(endpoint.path, "profile", signal);
  } finally {
    await endpoint.close();
  }
}
