/** Words of a command line. */

/** As a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A file, which is no option. */
export function fileWord(name: string): string {
  return shellWord(/^-./.test(name) ? `./${name}` : name);
}
