/** What a client writes, a message a line: one that is too long or is none is answered as JSON-RPC says and left out, and the next is read. */
import { formatSize } from "../../measurement/size.ts";

/** Bytes of a message: names of files and patterns take a thousandth. */
export const MOST_BYTES = 1 << 20;

/** JSON-RPC's answer to what is no request. */
export interface Refusal {
  readonly jsonrpc: "2.0";
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
}

const NO_JSON = -32700;
const NO_REQUEST = -32600;
const NEWLINE = 10;

/** The lines that are messages. `isMessage`: of the protocol. `refuse` is told of the others. */
export async function* messageLines(
  chunks: AsyncIterable<Uint8Array>,
  isMessage: (value: unknown) => boolean,
  refuse: (refusal: Refusal) => Promise<void>,
): AsyncGenerator<string> {
  for await (const line of boundedLines(chunks)) {
    const refusal = line === undefined ? TOO_LONG : faultIn(line, isMessage);
    if (refusal !== undefined) await refuse(refusal);
    else if (line !== undefined && line.trim() !== "") yield `${line}\n`;
  }
}

const TOO_LONG = refusalOf(null, NO_REQUEST, `a message is longer than ${formatSize(MOST_BYTES)}, and is left out`);

/** Undefined for one that is too long: as soon as it is, and nothing of it is kept. */
async function* boundedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, from);
      const end = newline < 0 ? chunk.length : newline;
      const wasShort = length <= MOST_BYTES;
      length += end - from;
      if (length <= MOST_BYTES) kept.push(chunk.subarray(from, end));
      else if (wasShort) {
        kept = [];
        yield undefined;
      }
      if (newline >= 0) {
        if (length <= MOST_BYTES) yield textOf(kept);
        kept = [];
        length = 0;
      }
      from = end + 1;
    }
  }
  if (length > 0 && length <= MOST_BYTES) yield textOf(kept);
}

function textOf(pieces: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(pieces));
}

function faultIn(line: string, isMessage: (value: unknown) => boolean): Refusal | undefined {
  if (line.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refusalOf(null, NO_JSON, "a line is no JSON, and is left out");
  }
  return isMessage(value)
    ? undefined
    : refusalOf(idOf(value), NO_REQUEST, "a message is not of the protocol, and is left out");
}

function idOf(value: unknown): Refusal["id"] {
  const { id = null } = typeof value === "object" && value !== null ? (value as { readonly id?: unknown }) : {};
  return typeof id === "string" || typeof id === "number" ? id : null;
}

function refusalOf(id: Refusal["id"], code: number, message: string): Refusal {
  return { jsonrpc: "2.0", id, error: { code, message } };
}
