/** One door for all sources. */
import { UsageError } from "../errors.ts";
import { isFile, readFileBytes } from "./file.ts";
import type { HttpSettings } from "./http-settings.ts";
import { parseSource, type Source } from "./source.ts";

export interface ReadOptions {
  /** What relative paths start from; the process's directory if not given. */
  readonly cwd?: string | undefined;
  /** Reads standard input to its end. Without it `-` is the name of a file. */
  readonly stdin?: (() => Promise<Uint8Array>) | undefined;
  /** How servers are asked; `cwd` holds for its files too. */
  readonly http?: HttpSettings | undefined;
  /** Gives up on servers. */
  readonly signal?: AbortSignal | undefined;
}

/** The bytes of the source: a file if there is one of that name, else what the word says. Throws UsageError, FetchError. */
export async function readSource(text: string, options: ReadOptions = {}): Promise<Uint8Array> {
  const { cwd = ".", stdin, http, signal } = options;
  const source = await resolveSource(text, cwd);
  switch (source.kind) {
    case "file":
      return await readFileBytes(source.path, cwd);
    case "stdin":
      return stdin === undefined ? await readFileBytes("-", cwd) : await stdin();
    case "http": {
      // With it comes all of HTTP.
      const { readHttp } = await import("./http.ts");
      return await readHttp(source.url, { cwd, ...http }, signal);
    }
    case "kubernetes":
      throw new UsageError(
        "unsupported",
        `${text}: fetching from a cluster is not supported yet: use kubectl port-forward`,
      );
    default:
      throw source satisfies never;
  }
}

/** As parseSource, but an existing file wins over what else its name may mean. Throws UsageError. */
export async function resolveSource(text: string, cwd: string): Promise<Source> {
  const source = parseSource(text);
  if (source.kind === "file" || source.kind === "stdin") return source;
  return (await isFile(text, cwd)) ? { kind: "file", path: text } : source;
}
