/** What a report is asked, checked: queries also come from programs that no compiler has looked at. */
import { UsageError } from "../errors.ts";

/** `word`, if it is one of `known`. Throws UsageError "bad-option" that lists them. */
export function checkWord<Word extends string>(name: string, word: Word, known: readonly Word[]): Word {
  if (known.includes(word)) return word;
  throw new UsageError("bad-option", `${name} ${String(word)} is none of ${known.join(", ")}`);
}

/** A number of rows, 0 for all. Throws UsageError "bad-option". */
export function checkLimit(limit: number): number {
  if (Number.isSafeInteger(limit) && limit >= 0) return limit;
  throw new UsageError("bad-option", `limit ${String(limit)} is no number of rows: give a whole number, 0 for all`);
}

/** A size in bytes, or how often something ran. Throws UsageError "bad-option". */
export function checkAmount<Amount extends number | undefined>(name: string, amount: Amount): Amount {
  if (amount === undefined || (Number.isFinite(amount) && amount >= 0)) return amount;
  throw new UsageError("bad-option", `${name} ${String(amount)} is no amount: give a number that is not negative`);
}

/** The first `limit` rows, all for 0. */
export function firstRows<Row>(rows: readonly Row[], limit: number): readonly Row[] {
  return limit === 0 ? rows : rows.slice(0, limit);
}
