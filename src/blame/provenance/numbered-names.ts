/** Names that differ by the numbers in them: `heap9.txt` comes before `heap10.txt`, `heap.out` before `heap.1.out`. */

/** Whether there is nothing else in which they differ. */
export function isNumberedAlike(names: readonly string[]): boolean {
  return new Set(names.map(withoutNumbers)).size === 1 && new Set(names).size === names.length;
}

/** Number by number, as far as both have some; a name that ends first comes first. */
export function compareNumbered(a: string, b: string): number {
  const [ours, theirs] = [numbersOf(a), numbersOf(b)];
  const at = ours.findIndex((number, index) => number !== theirs[index]);
  if (at < 0) return ours.length - theirs.length;
  const other = theirs[at];
  return other === undefined ? 1 : (ours[at] as bigint) < other ? -1 : 1;
}

function withoutNumbers(name: string): string {
  return name.replace(/[-_. ]?\d+/g, "");
}

function numbersOf(name: string): bigint[] {
  return (name.match(/\d+/g) ?? []).map(BigInt);
}
