/** Options of sources that a server keeps: which pods, and when. They become part of the source, which then says all of it. */
import { UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { isStore, parseStore, withParameters } from "../../fetch/stores/address.ts";
import { momentNanos } from "../../load/stores/moment.ts";
import { formatNanos } from "../../measurement/moment.ts";

/** As typed; all of it may be left out. */
export interface StoreOptions {
  readonly query?: string;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly compare?: string;
}

const NAMES = ["query", "from", "to", "at", "compare"] as const;

/** Throws UsageError "bad-option" for options that mean nothing without such a source, or beside one another. */
export function checkStoreOptions(sources: readonly string[], options: StoreOptions): void {
  const given = NAMES.filter((name) => options[name] !== undefined);
  if (given.length > 0 && !sources.some(isStore)) {
    throw new UsageError("bad-option", `--${given[0]} is for sources of pyroscope:// or parca://, and there is none`);
  }
  if (options.at !== undefined && given.some((name) => name !== "at" && name !== "query")) {
    throw new UsageError("bad-option", "--at is one moment: give it, or --from and --to");
  }
}

/** One state: that at --at, or else at --to, or now. Other sources stay as they are. */
export function stateSource(source: string, { query, at, to }: StoreOptions): string {
  if (!isStore(source)) return source;
  const moment = at ?? to;
  return asked(source, query, moment === undefined ? {} : { at: exact(moment, at === undefined ? "--to" : "--at") });
}

/** What a report is on: of one source with a stretch of time its two ends. */
export function reportSources(given: readonly string[], options: StoreOptions): string[] {
  checkStoreOptions(given, options);
  const [only = "", ...others] = given;
  if (others.length === 0 && options.from !== undefined) return pairSources(only, options);
  return given.map((source) => stateSource(source, options));
}

/** The same for two states; `second` undefined: the first is a capture, or has both. */
export function diffSources(
  first: string,
  second: string | undefined,
  options: StoreOptions,
): [before: string, after: string | undefined] {
  checkStoreOptions(second === undefined ? [first] : [first, second], options);
  if (second === undefined) return isStore(first) ? pairSources(first, options) : [first, undefined];
  return [stateSource(first, options), stateSource(second, options)];
}

/** The states at both ends. Throws UsageError "bad-option". */
export function pairSources(
  source: string,
  { query, from, to = "now", compare: within = "1h" }: StoreOptions,
): [before: string, after: string] {
  if (from === undefined) {
    throw new UsageError(
      "bad-option",
      `${withoutSecrets(source)}: one source is two states with --from and --to: --from 1d --to now`,
    );
  }
  const ends = [exact(from, "--from"), exact(to, "--to")] as const;
  if (momentNanos(ends[0], "--from") >= momentNanos(ends[1], "--to")) {
    throw new UsageError("bad-option", `--from ${from} is not before --to ${to}`);
  }
  return [asked(source, query, { at: ends[0], within }), asked(source, query, { at: ends[1], within })];
}

/** The source with its selector; what is typed twice must be one. */
export function asked(
  source: string,
  query: string | undefined,
  when: { readonly at?: string; readonly within?: string },
): string {
  const own = parseStore(source).query;
  if (own !== undefined && query !== undefined && own !== query) {
    throw new UsageError("bad-option", `${withoutSecrets(source)} has a selector, and --query another: give one`);
  }
  const withQuery = query === undefined ? source : parsedQuery(source, query);
  return Object.keys(when).length === 0 ? withQuery : withParameters(withQuery, when);
}

/** Checked as one in a source. */
function parsedQuery(source: string, query: string): string {
  const whole = withParameters(source, { query });
  parseStore(whole);
  return whole;
}

function exact(moment: string, option: string): string {
  return formatNanos(momentNanos(moment, option));
}
