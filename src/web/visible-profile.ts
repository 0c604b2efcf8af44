/** Profiles whose names do nothing to who sees them. */
import { StringTable } from "../profile/string-table.ts";
import type { Profile } from "../profile/tables.ts";
import type { PageInput } from "../render/html/payload.ts";
import { visibleData, visibleText } from "../visible.ts";

/** What the page shows, of what it carries. */
export function visibleInput(input: PageInput): PageInput {
  return {
    ...input,
    profiles: input.profiles.map(visibleProfile),
    sources: visibleData(input.sources),
    given: visibleData(input.given),
    beside: visibleData(input.beside),
    objects: visibleData(input.objects),
    captures: visibleData(input.captures),
    held: visibleData(input.held),
    report: visibleData(input.report),
  };
}

/** A profile whose names do nothing on a page: what turns the order of text, or hides in it, is spelled out. Numbers and rows are the same. */
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
