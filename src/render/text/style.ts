/** Terminal colours as functions of text; without colour they are the identity. */

export interface Style {
  /** Columns a line may take; undefined where nothing wraps (a pipe, a file). */
  readonly width: number | undefined;
  readonly grown: (text: string) => string;
  readonly shrunk: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const plain = (text: string): string => text;

function sgr(open: number, close: number): (text: string) => string {
  return (text) => (text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`);
}

/** Red and green alone would not do: signs and marks carry the meaning, colour repeats it. */
export function styleFor(width: number | undefined, hasColor: boolean): Style {
  if (!hasColor) return { width, grown: plain, shrunk: plain, dim: plain, bold: plain };
  return { width, grown: sgr(33, 39), shrunk: sgr(36, 39), dim: sgr(2, 22), bold: sgr(1, 22) };
}

/** Neither width nor colour. */
export const PLAIN: Style = styleFor(undefined, false);
