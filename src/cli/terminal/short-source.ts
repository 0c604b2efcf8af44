/** What a source is called where the folder it lies in is nobody's business: footers and titles of documents that travel. */
import { parseSource } from "../../fetch/source.ts";

/** The last part of a file's path; anything else as it is. */
export function shortSource(shown: string): string {
  if (shown === "" || parseSource(shown).kind !== "file") return shown;
  return shown.split(/[\\/]/).findLast((part) => part !== "") ?? shown;
}
