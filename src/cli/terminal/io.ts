import type { ReadOptions } from "../../fetch/index.ts";

/** All a command may touch of the outside world; tests hand in their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** To its end; throws FetchError "stream-size" where it goes on for more bytes than that. */
  readonly stdin: (mostBytes?: number) => Promise<Uint8Array>;
  /** Standard input as it comes, for conversations; without it they read `stdin` as a whole. */
  readonly openStdin?: () => NodeJS.ReadStream;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What was typed to get here; `kubectl heapblame` captures where `heapblame` compares. Default: `heapblame`. */
  readonly invokedAs?: "heapblame" | "kubectl heapblame";
  /** How servers and clusters are reached, as the command line says. */
  readonly remote?: () => Remote;
  /** What the command line says of limits. */
  readonly limits?: () => Limits;
  /** Of what a server or a pod gave, by its source: the file that has it, null for none (kept-files.ts). */
  readonly kept?: Map<string, string | null>;
  /** Calls `handler` for every interrupt (Ctrl-C, SIGTERM) instead of ending the process, until what is returned is called. */
  readonly onInterrupt?: (handler: () => void) => () => void;
}

/** What was asked for; undefined for what is usual. */
interface Limits {
  /** Bytes that a profile may unpack to. */
  readonly maxSize?: number;
  /** Bytes of one answer of a server. */
  readonly maxDownload?: number;
  /** Characters of a name where reports are read. */
  readonly maxName?: number;
  /** Pixels of a PNG. */
  readonly maxPixels?: number;
}

export type Remote = Pick<ReadOptions, "http" | "kubernetes" | "signal" | "onFetched" | "keptIn">;

export interface Output {
  readonly isTerminal: boolean;
  /** Of a terminal. */
  readonly columns: number | undefined;
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
  /** Where `write` spells out what a terminal would obey: the same without (clean-output.ts). */
  readonly styled?: (chunk: string | Uint8Array) => Promise<void>;
}
