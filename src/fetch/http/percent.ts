/** The text of a part of a URL; a percent sign that stands for nothing stays. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
