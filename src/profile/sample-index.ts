/** Which value column a user means. */

import { UsageError } from "../errors.ts";
import { checkFields, checkList, checkString } from "./argument.ts";
import { quoteText } from "./go-quote.ts";
import type { Header } from "./tables.ts";

/**
 * Index of the sample type named by `wanted`: a number, a type name, or "inuse_x" for a profile that calls it "x"; "" is the profile's
 * default, else its last. Throws UsageError that lists the choices.
 */
export function resolveSampleIndex(header: Header, wanted: string): number {
  const types = checkList(
    checkFields(header, ["sampleTypes"], "a header is that of a profile").sampleTypes,
    "sample types",
  ).map((sampleType) => sampleType.type);
  if (types.length === 0) throw new UsageError("bad-sample-index", "profile has no samples");
  checkString(wanted, "a sample index");
  if (wanted === "") {
    const byDefault = header.defaultSampleType === "" ? -1 : types.indexOf(header.defaultSampleType);
    return byDefault >= 0 ? byDefault : types.length - 1;
  }
  // Of "-0" too it is 0.
  const index = Number(wanted) + 0;
  // A number too large for Go's int is a name to it.
  if (/^[+-]?\d+$/.test(wanted) && Math.abs(index) < 2 ** 63) {
    if (index >= 0 && index < types.length) return index;
    throw new UsageError("bad-sample-index", `sample_index ${wanted} is outside the range [0..${types.length - 1}]`);
  }
  const withoutPrefix = wanted.replace(/^inuse_/, "");
  const named = types.findIndex((type) => type === wanted || type === withoutPrefix);
  if (named >= 0) return named;
  throw new UsageError("bad-sample-index", `sample_index ${quoteText(wanted)} must be one of: [${types.join(" ")}]`);
}
