/** What the converters need to know of a finished SVG of ours. */

/** The style sheet holds the dark scheme and the fonts: the one is not wanted, the other are given as bytes. */
export function withoutStyle(svg: string): string {
  return svg.replace(/<style>[\s\S]*?<\/style>/, "").replace(/<script>[\s\S]*?<\/script>/, "");
}

export function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width = "0", height = "0"] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
