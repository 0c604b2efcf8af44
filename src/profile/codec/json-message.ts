/** A profile.proto message in protobuf's JSON, as Connect servers send it: 64-bit numbers are texts, what is empty is left out. */
import protobuf from "protobufjs/minimal.js";
import { ProfileError } from "../../errors.ts";
import { longOf } from "./encode.ts";
import { BYTES, VARINT } from "./wire.ts";

type Writer = ReturnType<typeof protobuf.Writer.create>;

/** Of a field: its number, and what it holds; a message by its own fields. */
type Field = readonly [number: number, holds: "number" | "text" | Message];
interface Message {
  readonly [name: string]: Field;
}

const VALUE_TYPE: Message = { type: [1, "number"], unit: [2, "number"] };
const LABEL: Message = { key: [1, "number"], str: [2, "number"], num: [3, "number"], numUnit: [4, "number"] };
const LINE: Message = { functionId: [1, "number"], line: [2, "number"], column: [3, "number"] };
const PROFILE: Message = {
  sampleType: [1, VALUE_TYPE],
  sample: [2, { locationId: [1, "number"], value: [2, "number"], label: [3, LABEL] }],
  mapping: [
    3,
    {
      ...{ id: [1, "number"], memoryStart: [2, "number"], memoryLimit: [3, "number"], fileOffset: [4, "number"] },
      ...{ filename: [5, "number"], buildId: [6, "number"], hasFunctions: [7, "number"], hasFilenames: [8, "number"] },
      ...{ hasLineNumbers: [9, "number"], hasInlineFrames: [10, "number"] },
    },
  ],
  location: [
    4,
    { id: [1, "number"], mappingId: [2, "number"], address: [3, "number"], line: [4, LINE], isFolded: [5, "number"] },
  ],
  function: [
    5,
    {
      ...{ id: [1, "number"], name: [2, "number"], systemName: [3, "number"], filename: [4, "number"] },
      startLine: [5, "number"],
    },
  ],
  stringTable: [6, "text"],
  ...{ dropFrames: [7, "number"], keepFrames: [8, "number"], timeNanos: [9, "number"], durationNanos: [10, "number"] },
  ...{ periodType: [11, VALUE_TYPE], period: [12, "number"], comment: [13, "number"] },
  defaultSampleType: [14, "number"],
} as const satisfies Message;

/** The same message as bytes. Throws ProfileError "json" for what is no such message. */
export function encodeJsonMessage(json: unknown): Uint8Array {
  const writer = protobuf.Writer.create();
  writeMessage(writer, json, PROFILE);
  const { buffer, byteOffset, length } = writer.finish();
  return new Uint8Array(buffer, byteOffset, length);
}

/** No deeper than the message is. Fields are written in the order of their numbers. */
function writeMessage(writer: Writer, json: unknown, message: Message): void {
  if (typeof json !== "object" || json === null) throw refusal("a message is missing");
  const given = json as Readonly<Record<string, unknown>>;
  for (const [name, [number, holds]] of Object.entries(message)) {
    const value = given[name] ?? given[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
    if (value === undefined || value === null) continue;
    for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (holds === "text") writer.uint32((number << 3) | BYTES).string(textOf(each, name));
      else if (holds === "number") writer.uint32((number << 3) | VARINT).uint64(numberOf(each, name));
      else {
        writer.uint32((number << 3) | BYTES).fork();
        writeMessage(writer, each, holds);
        writer.ldelim();
      }
    }
  }
}

function textOf(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw refusal(`${name} holds what is no text`);
}

/** As protobufjs takes numbers that float64 does not hold. */
function numberOf(value: unknown, name: string): Parameters<Writer["uint64"]>[0] {
  if (typeof value === "boolean") return Number(value);
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value !== "string" || !/^-?\d{1,20}$/.test(value)) throw refusal(`${name} is no whole number`);
  return longOf(BigInt(value));
}

function refusal(what: string): ProfileError {
  return new ProfileError("json", `the JSON is no profile: ${what}`, "unrecognized profile format");
}
