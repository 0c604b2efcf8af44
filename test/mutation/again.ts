/** What a run left open, from what it wrote: so that tests written since are tried with those alone. */

/** A file below src/ and a change there, as `describe` has it; which line it is may have changed since. */
export function openIn(log: string): ReadonlyMap<string, ReadonlySet<string>> {
  const open = new Map<string, Set<string>>();
  for (const [, file = "", change = ""] of log.matchAll(/^(?:survived|unreached|untried) +src\/(\S+):\d+ +(.*)$/gm)) {
    open.set(file, (open.get(file) ?? new Set()).add(change));
  }
  return open;
}
