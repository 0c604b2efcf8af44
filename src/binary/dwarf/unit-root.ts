/** What the first entry of a unit says: its name, where it was compiled, where its lines are, which code is its own. */
import { NONE } from "../symbol-table.ts";
import type { DebugSections } from "./debug-sections.ts";
import { Attribute, Form } from "./dwarf-constants.ts";
import { EntryReader } from "./entry-reader.ts";
import { NameColumn } from "./name-column.ts";
import { readRanges } from "./ranges.ts";
import type { Unit } from "./unit.ts";

export interface UnitRoot {
  readonly directory: string;
  /** Of its table in .debug_line; NONE where it has none. */
  readonly linesAt: number;
  /** First address and end of each range of its code. */
  readonly ranges: readonly number[];
}

export function decodeUnitRoot(sections: DebugSections, unit: Unit): UnitRoot {
  const entries = new EntryReader(sections, unit);
  entries.enter(unit);
  if (unit.entriesAt >= unit.end || !entries.next()) return { directory: "", linesAt: NONE, ranges: [] };
  let [directoryStart, linesAt, low, high, rangesAt] = [NONE, NONE, NONE, NONE, NONE];
  let isLength = false;
  const { attributes = [], forms = [], constants = [] } = entries.abbreviation ?? {};
  attributes.forEach((attribute, index) => {
    const form = forms[index] as number;
    const constant = constants[index] as number;
    if (attribute === Attribute.compDir) directoryStart = entries.nameStart(form);
    else if (attribute === Attribute.stmtList) linesAt = entries.number(form, constant);
    else if (attribute === Attribute.lowPc) low = entries.number(form, constant);
    else if (attribute === Attribute.highPc) {
      high = entries.number(form, constant);
      isLength = form !== Form.addr && !entries.isIndexedAddress(form);
    } else if (attribute === Attribute.ranges) rangesAt = entries.listOffset(form, "rnglists");
    else entries.skip(form);
  });
  const names = new NameColumn(Float64Array.of(directoryStart), sections.texts);
  const listed = rangesAt === NONE ? [] : readRanges(entries, rangesAt);
  return {
    directory: names.at(0),
    linesAt,
    ranges: low === NONE || high === NONE ? listed : [low, isLength ? low + high : high, ...listed],
  };
}
