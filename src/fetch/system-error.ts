/** What Node reports of a connection, and what we make of it. */
import type { FetchError } from "../errors.ts";

export interface Fault {
  readonly code: FetchError["code"];
  readonly message: string;
  /** What Go says after the URL. */
  readonly go: string;
}

export type SystemError = Error & { code?: string; address?: string; port?: number; errors?: SystemError[] };
