/**
 * Walks profile.proto bytes in the order of the file, without reading anything out of them, for the first place where they are not what the
 * schema says. decode.ts reads in two passes and out of order; where it matters which of two faults comes first, this one knows.
 */
import { BYTES, VARINT, WireError, WireReader } from "./wire.ts";

type Field = "varint" | "varints" | "bytes" | Message;
/** Fields of a message by number. */
interface Message {
  readonly fields: readonly (Field | undefined)[];
}

const valueType: Message = { fields: [undefined, "varint", "varint"] };
const label: Message = { fields: [undefined, "varint", "varint", "varint", "varint"] };
const sample: Message = { fields: [undefined, "varints", "varints", label] };
const mapping: Message = { fields: [undefined, ...Array<Field>(10).fill("varint")] };
const line: Message = { fields: [undefined, "varint", "varint", "varint"] };
const location: Message = { fields: [undefined, "varint", "varint", "varint", line, "varint"] };
const func: Message = { fields: [undefined, ...Array<Field>(5).fill("varint")] };

const profile: Message = {
  fields: [
    undefined,
    valueType,
    sample,
    mapping,
    location,
    func,
    "bytes",
    ...Array<Field>(4).fill("varint"),
    valueType,
    "varint",
    "varints",
    "varint",
    "varint",
  ],
};

const STRING_TABLE = 6;

/** The first fault of the wire format in `bytes[0 .. end)`, if there is one. */
export function findWireError(bytes: Uint8Array, end: number): WireError | undefined {
  try {
    walk(new WireReader(bytes, 0, end), profile, true);
    return undefined;
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

function walk(reader: WireReader, message: Message, isProfile: boolean): void {
  let strings = 0;
  while (reader.nextField()) {
    const field = message.fields[reader.field];
    if (field === undefined) continue;
    if (field === "varint") reader.expect(VARINT);
    else if (field === "varints") walkVarints(reader);
    else reader.expect(BYTES);
    if (typeof field === "object") walk(new WireReader(reader.bytes, reader.dataStart, reader.dataEnd), field, false);
    if (isProfile && reader.field === STRING_TABLE && strings++ === 0 && reader.dataEnd > reader.dataStart) {
      throw new WireError("string_table[0] must be ''", reader.dataStart);
    }
  }
}

function walkVarints(reader: WireReader): void {
  if (reader.wireType !== BYTES) {
    reader.expect(VARINT);
    return;
  }
  const packed = new WireReader(reader.bytes, reader.dataStart, reader.dataEnd);
  while (packed.pos < packed.end) packed.readVarint();
}
