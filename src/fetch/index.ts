/** One door for all sources. */
import { UsageError } from "../errors.ts";
import { readFileBytes } from "./file.ts";
import { parseSource, type Source } from "./source.ts";

export interface ReadOptions {
  /** What relative paths start from; the process's directory if not given. */
  readonly cwd?: string | undefined;
  /** Reads standard input to its end. Without it `-` is the name of a file. */
  readonly stdin?: (() => Promise<Uint8Array>) | undefined;
}

/** The bytes of the source. Throws UsageError, FetchError. */
export async function readSource(text: string, { cwd = ".", stdin }: ReadOptions = {}): Promise<Uint8Array> {
  const source: Source = parseSource(text);
  switch (source.kind) {
    case "file":
      return await readFileBytes(source.path, cwd);
    case "stdin":
      return stdin === undefined ? await readFileBytes("-", cwd) : await stdin();
    case "http":
      throw new UsageError("unsupported", `${text}: fetching over HTTP is not supported yet: save it with curl`);
    case "kubernetes":
      throw new UsageError(
        "unsupported",
        `${text}: fetching from a cluster is not supported yet: use kubectl port-forward`,
      );
    default:
      throw source satisfies never;
  }
}
