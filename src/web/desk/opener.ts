/** From what a page is given to what answers its questions: the packed profile that it carries, or files that were dropped on it. */
import { decodePayload, type PageInput, type PageQuestion } from "../../render/html/payload.ts";
import { readDropped } from "../dropped.ts";
import { Session } from "./session.ts";

export type Given =
  /** Gzip in base64, in pieces. */
  | { readonly kind: "carried"; readonly pieces: readonly string[] }
  | {
      readonly kind: "dropped";
      readonly files: readonly File[];
      readonly question: PageQuestion;
      readonly version: string;
    };

/** Says what comes next, and how far it is, of 1; resolves when that is seen. */
export type Step = (text: string, part: number) => Promise<void>;

/** Throws ProfileError for what cannot be read. */
export async function openSession(given: Given, step: Step): Promise<Session> {
  const input = given.kind === "carried" ? await unpackInput(given.pieces, step) : await readDropped(given);
  return new Session(input);
}

async function unpackInput(pieces: readonly string[], step: Step): Promise<PageInput> {
  await step("Unpacking…", 0.05);
  const bytes = await unpack(pieces);
  await step("Reading the samples…", 0.2);
  return decodePayload(bytes);
}

async function unpack(pieces: readonly string[]): Promise<Uint8Array> {
  const stream = new Blob(pieces.map(fromBase64)).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Of whole groups. */
function fromBase64(piece: string): Uint8Array<ArrayBuffer> {
  const text = atob(piece);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
