/**
 * focus, ignore, hide and show: samples chosen by their frames, and frames left out of all samples.
 *
 * Focus and ignore look at whole locations, hide and show at the lines in them. A line belongs to its location, not to a sample, so that what
 * is hidden once is hidden everywhere. With any of the four set, samples without a stack are gone.
 */

import type { Profile } from "../tables.ts";
import { hideLocations, keepLines } from "./cut-frames.ts";
import { FrameMatches } from "./frame-matches.ts";
import { keepRows } from "./keep-rows.ts";
import type { Pattern } from "./pattern.ts";

/** Undefined where a filter is not set. */
interface NamePatterns {
  readonly focus: Pattern | undefined;
  readonly ignore: Pattern | undefined;
  readonly hide: Pattern | undefined;
  readonly show: Pattern | undefined;
}

interface NameFiltered {
  readonly profile: Profile;
  /** Whether each pattern met any location. */
  readonly matched: {
    readonly focus: boolean;
    readonly ignore: boolean;
    readonly hide: boolean;
    readonly show: boolean;
  };
}

/** What becomes of each location. */
interface Marks {
  readonly isFocused: Uint8Array;
  readonly isIgnored: Uint8Array;
  readonly isHidden: Uint8Array;
}

export function filterByName(profile: Profile, patterns: NamePatterns): NameFiltered {
  const { focus, ignore, hide, show } = patterns;
  if (!(focus || ignore || hide || show)) {
    return { profile, matched: { focus: true, ignore: false, hide: false, show: false } };
  }
  const length = profile.locations.length;
  const isHidden = new Uint8Array(length);
  const chosen = chooseLocations(profile, focus, ignore);
  const cut = cutLines(profile, hide, show, isHidden);
  const marks = { ...chosen, isHidden };
  const kept = keepRows(profile, chooseSamples(profile, marks));
  const locations = keepLines(profile.locations, cut.keptLines);
  return {
    profile: hideLocations({ ...kept, locations }, isHidden),
    matched: {
      focus: chosen.isFocused.includes(1),
      ignore: chosen.isIgnored.includes(1),
      hide: cut.isHideMatched,
      show: cut.isShowMatched,
    },
  };
}

/** Ignore wins over focus; without a focus, all that is not ignored is in focus. */
function chooseLocations(
  profile: Profile,
  focus: Pattern | undefined,
  ignore: Pattern | undefined,
): Pick<Marks, "isFocused" | "isIgnored"> {
  const length = profile.locations.length;
  const isFocused = new Uint8Array(length);
  const isIgnored = new Uint8Array(length);
  const ignored = ignore && new FrameMatches(profile, ignore);
  const focused = focus && new FrameMatches(profile, focus);
  for (let location = 0; location < length; location++) {
    if (ignored?.location(location)) isIgnored[location] = 1;
    else if (focused === undefined || focused.location(location)) isFocused[location] = 1;
  }
  return { isFocused, isIgnored };
}

interface CutLines {
  readonly keptLines: Uint8Array;
  readonly isHideMatched: boolean;
  readonly isShowMatched: boolean;
}

/** Marks in `isHidden` the locations that hide or show leave without a line. */
function cutLines(
  profile: Profile,
  hide: Pattern | undefined,
  show: Pattern | undefined,
  isHidden: Uint8Array,
): CutLines {
  const { start, lineFunction, length } = profile.locations;
  const keptLines = new Uint8Array(lineFunction.length).fill(1);
  const toHide = hide && new FrameMatches(profile, hide);
  const toShow = show && new FrameMatches(profile, show);
  let isHideMatched = false;
  let isShowMatched = false;
  for (let location = 0; location < length; location++) {
    const from = start[location] as number;
    const to = start[location + 1] as number;
    if (toHide?.location(location)) {
      isHideMatched = true;
      const isAll = toHide.mappingOf(location);
      for (let line = from; line < to; line++) if (isAll || toHide.line(line)) keptLines[line] = 0;
      if (!hasLine(keptLines, from, to)) isHidden[location] = 1;
    }
    if (toShow === undefined) continue;
    const isAll = toShow.mappingOf(location);
    for (let line = from; line < to; line++) if (!isAll && !toShow.line(line)) keptLines[line] = 0;
    if (hasLine(keptLines, from, to)) isShowMatched = true;
    else isHidden[location] = 1;
  }
  return { keptLines, isHideMatched, isShowMatched };
}

function hasLine(keptLines: Uint8Array, from: number, to: number): boolean {
  for (let line = from; line < to; line++) if (keptLines[line] === 1) return true;
  return false;
}

/** 1 for samples with a focused location, no ignored one, and something left to show. */
function chooseSamples(profile: Profile, { isFocused, isIgnored, isHidden }: Marks): Uint8Array {
  const { start, locations, length } = profile.samples;
  const kept = new Uint8Array(length);
  for (let sample = 0; sample < length; sample++) {
    let focused = 0;
    let ignored = 0;
    let visible = 0;
    for (let at = start[sample] as number; at < (start[sample + 1] as number); at++) {
      const location = locations[at] as number;
      focused |= isFocused[location] as number;
      ignored |= isIgnored[location] as number;
      visible |= 1 - (isHidden[location] as number);
    }
    kept[sample] = focused & (1 - ignored) & visible;
  }
  return kept;
}
