/** Whether a profile is of a Go program: else nothing may be said that only holds of Go. */
import type { Profile } from "../../profile/tables.ts";

/** Some function lies in a Go file, or has a name that only Go gives. */
export function isGoProfile({ functions, strings }: Profile): boolean {
  for (let row = 0; row < functions.length; row++) {
    const [name, file] = [strings.at(functions.name[row] as number), strings.at(functions.file[row] as number)];
    if (/\.go$/.test(file) || (file === "" && /^(?:runtime|main)\.\w|\.\(\*\w+\)\.\w/.test(name))) return true;
  }
  return false;
}
