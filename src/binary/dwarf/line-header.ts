/** The header of a line table: how its program is encoded, and the files that it speaks of. */
import type { ByteReader } from "../byte-reader.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Form } from "./dwarf-constants.ts";
import { isAbsolute, joinPath } from "./source-path.ts";

export interface LineHeader {
  readonly version: number;
  readonly addressSize: number;
  /** Bytes that instruction counters are counted by. */
  readonly step: number;
  readonly operationsPerInstruction: number;
  readonly isStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  /** The first operation that is a pair of steps; and how many operands those below it have. */
  readonly firstSpecial: number;
  readonly operandCounts: readonly number[];
  readonly directories: readonly string[];
  /** By their number: from 1 up to DWARF 4, from 0 in DWARF 5. The program may add to them. */
  readonly files: string[];
  readonly programAt: number;
  readonly end: number;
}

/** The table at `offset` of .debug_line. `directory` is where the unit was compiled, `addressSize` that of the unit. */
export function decodeLineHeader(
  sections: DebugSections,
  offset: number,
  directory: string,
  unitAddressSize: number,
): LineHeader {
  const reader = sections.reader("line").seek(offset);
  const first = reader.u32();
  const offsetSize = first === 0xffffffff ? 8 : 4;
  const end = (offsetSize === 8 ? reader.u64() : first) + reader.pos;
  if (end > reader.bytes.length)
    reader.fail("program-truncated", `has a table that ends at byte ${end}, past its end,`);
  const version = reader.u16();
  if (version < 2 || version > 5) reader.fail("program-unsupported", `has a table of DWARF ${version}`);
  const addressSize = version < 5 ? unitAddressSize : reader.u8();
  if (version >= 5) reader.u8();
  const headerLength = reader.unsigned(offsetSize);
  const programAt = headerLength + reader.pos;
  if (programAt > end) reader.fail("program-corrupt", `has a program that begins at byte ${programAt}, past its end,`);
  const step = reader.u8();
  const operationsPerInstruction = version < 4 ? 1 : reader.u8();
  const isStatement = reader.u8() !== 0;
  const lineBase = (reader.u8() << 24) >> 24;
  const lineRange = reader.u8();
  if (lineRange === 0 || operationsPerInstruction === 0) reader.fail("program-corrupt", "has a table of no lines");
  const firstSpecial = reader.u8();
  const operandCounts = [0, ...Array.from({ length: Math.max(firstSpecial - 1, 0) }, () => reader.u8())];
  const { directories, files } =
    version < 5 ? readOldFiles(reader, directory) : readFiles(sections, reader, offsetSize);
  return {
    ...{ version, addressSize, step, operationsPerInstruction, isStatement, lineBase, lineRange },
    ...{ firstSpecial, operandCounts, directories, files, programAt, end },
  };
}

function readOldFiles(reader: ByteReader, directory: string) {
  const directories = [directory];
  for (let name = reader.text(); name !== ""; name = reader.text())
    directories.push(isAbsolute(name) ? name : joinPath(directory, name));
  const files = [""];
  for (let file = readOldFile(reader, directories); file !== undefined; file = readOldFile(reader, directories))
    files.push(file);
  return { directories, files };
}

/** Undefined at the end of the list. */
export function readOldFile(reader: ByteReader, directories: readonly string[]): string | undefined {
  const name = reader.text();
  if (name === "") return undefined;
  const directory = directories[reader.uleb()];
  reader.uleb();
  reader.uleb();
  if (isAbsolute(name)) return name;
  return directory === undefined
    ? reader.fail("program-corrupt", "has a file in no directory")
    : joinPath(directory, name);
}

/** DWARF 5: each list says which facts of an entry come in which form. */
function readFiles(sections: DebugSections, reader: ByteReader, offsetSize: 4 | 8) {
  const directories = readEntries(sections, reader, offsetSize, []);
  return { directories, files: readEntries(sections, reader, offsetSize, directories) };
}

function readEntries(
  sections: DebugSections,
  reader: ByteReader,
  offsetSize: 4 | 8,
  directories: readonly string[],
): string[] {
  const formats = Array.from({ length: reader.u8() }, () => [reader.uleb(), reader.uleb()] as const);
  const count = reader.uleb();
  const names: string[] = [];
  if (count > reader.bytes.length) reader.fail("program-corrupt", `claims ${count} files`);
  for (let index = 0; index < count; index++) {
    let name = "";
    let directory = "";
    for (const [content, form] of formats) {
      const value = readFact(sections, reader, form, offsetSize);
      if (content === DW_LNCT_path) name = String(value);
      if (content === DW_LNCT_directory_index) directory = directories[Number(value)] ?? "";
    }
    names.push(name === "" ? name : joinPath(directory, name));
  }
  return names;
}

const DW_LNCT_path = 1;
const DW_LNCT_directory_index = 2;

const SIZES: Readonly<Record<number, number>> = { [Form.data1]: 1, [Form.data2]: 2, [Form.data4]: 4, [Form.data8]: 8 };

function readFact(sections: DebugSections, reader: ByteReader, form: number, offsetSize: 4 | 8): string | number {
  const size = SIZES[form];
  if (size !== undefined) return reader.unsigned(size);
  if (form === Form.string) return reader.text();
  if (form === Form.lineStrp) return sections.reader("line_str").textAt(reader.unsigned(offsetSize));
  if (form === Form.strp) return sections.reader("str").textAt(reader.unsigned(offsetSize));
  if (form === Form.udata) return reader.uleb();
  if (form === Form.data16) reader.skip(16);
  else if (form === Form.block) reader.skip(reader.uleb());
  else reader.fail("program-unsupported", `has a file with a fact of form ${form}`);
  return 0;
}
