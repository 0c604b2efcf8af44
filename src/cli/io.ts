/** All a command may touch of the outside world; tests hand in their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: () => Promise<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface Output {
  readonly isTerminal: boolean;
  /** Of a terminal. */
  readonly columns: number | undefined;
  readonly write: (chunk: string | Uint8Array) => Promise<void>;
}
