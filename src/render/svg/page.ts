/** A picture in an HTML page of its own, for browsers that are handed files. */

export function htmlPage(svg: string, title: string): string {
  const picture = svg.replace(/^<\?xml[^>]*\?>\s*/, "");
  const escaped = title.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped}</title>`,
    "<style>body{margin:0;background:#fff}body>svg{display:block;margin:0 auto;max-width:100%;height:auto}",
    "@media (prefers-color-scheme:dark){body{background:#0d1117}}</style></head>",
    `<body>\n${picture}</body>`,
    "</html>\n",
  ].join("\n");
}
