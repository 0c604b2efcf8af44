/** What a program is called for people, given the file of its mapping. */
import { baseName } from "../profile/file-path.ts";

const WINDOWS_ROOT = /^(?:[A-Za-z]:|\\)\\/;

/** Last element of the path, of a Windows one too; "" for "". pprof's own headers print a Windows path whole: not for those. */
export function programName(file: string): string {
  if (WINDOWS_ROOT.test(file)) return file.slice(file.lastIndexOf("\\") + 1);
  return file === "" ? "" : baseName(file);
}
