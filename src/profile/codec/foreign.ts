/**
 * What bytes are that are no profile: people save error pages, copy files in text mode, stop downloads and mix up endpoints, and each of
 * these has its own remedy.
 */
import { type ProfileCode, ProfileError } from "../../errors.ts";
import { decodeText } from "../string-table.ts";
import { BYTES, WireError, WireReader } from "./wire.ts";

export const UNRECOGNIZED = "parsing profile: unrecognized profile format";

/** The error for bytes that no reader took; `fault` is what the profile.proto reader said. */
export function explainForeign(bytes: Uint8Array, fault: ProfileError): ProfileError {
  const [code, fact] = byMagic(bytes) ?? byText(bytes) ?? byWire(bytes, fault);
  return new ProfileError(code, fact, fault.pprofText, { cause: fault });
}

type Explanation = readonly [code: ProfileCode, fact: string];

const MAGIC: readonly (readonly [start: string, code: ProfileCode, what: string])[] = [
  ["\x7fELF", "executable", "an ELF executable or library"],
  ["MZ", "executable", "a Windows executable"],
  ["\xcf\xfa\xed\xfe", "executable", "a macOS executable"],
  ["\xca\xfe\xba\xbe", "executable", "a macOS executable or Java class"],
  ["PERFILE2", "unrecognized", "a perf.data file of Linux perf"],
  ["JAVA PROFILE", "unrecognized", "a Java heap dump (hprof)"],
  ["go1.", "unrecognized", "a Go heap dump (debug.WriteHeapDump)"],
  ["BZh", "unrecognized", "a bzip2 file"],
  ["\xfd7zXZ\x00", "unrecognized", "an xz file"],
];

const ELF_CORE = 4;

function byMagic(bytes: Uint8Array): Explanation | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  if (/^go 1\.\d+ trace\0/.test(start)) return ["trace", "a Go execution trace, not a profile (see go tool trace)"];
  // The type of an ELF file, in either order of bytes.
  if (start.startsWith("\x7fELF") && bytes[bytes[5] === 2 ? 17 : 16] === ELF_CORE)
    return ["unrecognized", "a core dump, not a profile"];
  const found = MAGIC.find(([magic]) => start.startsWith(magic));
  return found && [found[1], `${found[2]}, not a profile`];
}

/** As much of a text as is looked at. */
const SAMPLE_SIZE = 65536;

function byText(bytes: Uint8Array): Explanation | undefined {
  const text = decodeText(bytes.subarray(0, SAMPLE_SIZE)).replace(/^\ufeff/, "");
  if (!isPlainText(text)) return undefined;
  const trimmed = text.trim();
  if (trimmed === "") return ["text", `${bytes.length} bytes of white space, not a profile`];
  if (/^<(!doctype|html|head|body|\?xml|!--|meta|script|title|h1|pre)/i.test(trimmed)) return explainPage(trimmed);
  if (/^[[{]/.test(trimmed)) return explainJson(trimmed);
  const goroutine = /^goroutine \d+ (gp=\S+ |m=\S+ |mp=\S+ )*\[[^\]]*\]:/m.exec(trimmed);
  if (goroutine !== null) {
    return ["goroutine-text", `a dump of goroutines (debug=2), not a profile: it has ${quote(goroutine[0])}`];
  }
  if (/^goroutine profile: /m.test(trimmed)) {
    return ["goroutine-text", "the text of a goroutine profile (debug=1) that cannot be read"];
  }
  return ["text", `text, not a profile: ${quote(firstLineOf(trimmed))}`];
}

/** Neither control characters nor bytes that are not UTF-8, but at the end, where the sample may cut a character. */
export function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isEscapedByte = code >= 0xdc80 && code <= 0xdcff && !isLowSurrogate(text, at);
    if (isEscapedByte && at < text.length - 3) return false;
    // Tab to carriage return, and the escape that terminals colour text with.
    if ((code < 32 && !(code >= 9 && code <= 13) && code !== 27) || code === 127) return false;
  }
  return true;
}

/** The second half of a character beyond U+FFFF. */
function isLowSurrogate(text: string, at: number): boolean {
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  return before >= 0xd800 && before <= 0xdbff;
}

function explainPage(text: string): Explanation {
  const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1] ?? /<h1[^>]*>([^<]*)</i.exec(text)?.[1] ?? "";
  const name = unescapePage(title.replace(/\s+/g, " ").trim());
  if (/\/debug\/pprof\/?$/.test(name) && /profiles?/i.test(text)) {
    return ["index-page", "the index page of /debug/pprof/, not a profile"];
  }
  return ["html", `an HTML page, not a profile: ${name === "" ? "it has no title" : `its title is ${quote(name)}`}`];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

function unescapePage(text: string): string {
  return text.replace(/&([a-z]+|#39);/g, (entity, name: string) =>
    Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? entity) : entity,
  );
}

function explainJson(text: string): Explanation {
  if (/^\{\s*"snapshot"\s*:/.test(text)) return ["json", "a heap snapshot of V8, not a Go profile"];
  if (/^\{\s*"(\$schema|shared|traceEvents|nodes|meta)"\s*:/.test(text)) {
    return ["json", `a profile in JSON, not pprof's format: ${quote(firstLineOf(text))}`];
  }
  return ["json", `JSON, not a profile: ${quote(firstLineOf(text))}`];
}

function firstLineOf(text: string): string {
  return text.split(/[\r\n]/, 1)[0] as string;
}

const LONGEST_QUOTE = 80;

function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 3)}...` : text);
}

/** Looks at the bytes as profile.proto, as far as they go. */
function byWire(bytes: Uint8Array, fault: ProfileError): Explanation {
  const survey = surveyProfile(bytes);
  const { counts, end, isCut } = survey;
  if (!survey.isPlausible) {
    const start = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return ["unrecognized", `not a profile: it starts with the bytes ${start}`];
  }
  const samples = `${counts[SAMPLE]} ${counts[SAMPLE] === 1 ? "sample" : "samples"}`;
  if (isCut)
    return ["truncated", `the profile is cut short: it ends inside a message, after ${samples} in ${end} bytes`];
  if (fault.code !== "string-index") return ["wire", `the profile is damaged: ${fault.message}`];
  if (counts[STRING] === 0)
    return ["truncated", `the profile is cut short: its string table is missing, after ${samples}`];
  return ["string-index", `the profile is damaged or cut short: ${fault.message}`];
}

const SAMPLE_TYPE = 1;
const SAMPLE = 2;
const STRING = 6;
const LAST_FIELD = 15;

interface Survey {
  /** It begins like a profile: known fields, a sample type or sample first. */
  readonly isPlausible: boolean;
  /** Top-level messages by field number. */
  readonly counts: readonly number[];
  /** Where the last whole message ends. */
  readonly end: number;
  /** The message after it runs past the end of the data. */
  readonly isCut: boolean;
}

/** A tag, and what there is of a number that goes on. One byte more is more than a number may have. */
const LONGEST_NUMBER = 10;

function surveyProfile(bytes: Uint8Array): Survey {
  const counts = new Array<number>(LAST_FIELD + 1).fill(0);
  const reader = new WireReader(bytes);
  let end = 0;
  let unknown = 0;
  const finish = (isCut: boolean): Survey => {
    const known = counts[SAMPLE_TYPE] as number;
    return { isPlausible: (known > 0 || (counts[SAMPLE] as number) > 0) && unknown === 0, counts, end, isCut };
  };
  try {
    while (reader.nextField()) {
      const isMessage = reader.field <= STRING || reader.field === 11;
      if (reader.field < 1 || reader.field > LAST_FIELD || (isMessage && reader.wireType !== BYTES)) unknown++;
      else counts[reader.field] = (counts[reader.field] as number) + 1;
      end = reader.pos;
    }
    return finish(false);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const isPastEnd = error.message === "too much data" || error.message === "not enough data";
    return finish(isPastEnd || bytes.length - end <= LONGEST_NUMBER);
  }
}
