/** A profile whose names do nothing on a page: what turns the order of text, or hides in it, is spelled out. Numbers and rows are the same. */
import { StringTable } from "../profile/string-table.ts";
import type { Profile } from "../profile/tables.ts";
import { visibleData, visibleText } from "../visible.ts";

export function visibleProfile(profile: Profile): Profile {
  return { ...profile, header: visibleData(profile.header), strings: visibleStrings(profile.strings) };
}

const SPACE = 0x20;
const DELETE = 0x7f;

/** The same table where every byte is printable ASCII, as in nearly all. */
function visibleStrings(strings: StringTable): StringTable {
  if (strings.bytes.every((byte) => byte >= SPACE && byte < DELETE)) return strings;
  return StringTable.from(Array.from({ length: strings.length }, (_, index) => visibleText(strings.at(index))));
}
