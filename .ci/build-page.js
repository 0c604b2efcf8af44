// The page of src/web as one JSON file, dist/web/page.json: style as text, script packed, each with the hash that a content security policy names.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** esbuild's options. */
export function buildPage() {
  return {
    entryPoints: { page: "src/web/index.tsx" },
    bundle: true,
    write: false,
    outdir: "dist/web",
    platform: "browser",
    format: "iife",
    target: ["chrome118", "firefox120", "safari17"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    charset: "ascii",
    logLevel: "warning",
    external: ["node:*", "@colors/*"],
    define: { "process.env.NODE_ENV": '"production"' },
    // Numbers of 64 bits are the language's own here.
    alias: { long: "./.ci/no-long.js" },
    plugins: [{ name: "page", setup: ({ onEnd }) => onEnd(writePage) }],
  };
}

/** Starts the code, which is packed beside it: the browser unpacks it, and its hash lets it run. */
const LOADER = `(async()=>{const u=async(i)=>{const b=Uint8Array.from(atob(document.getElementById(i).textContent),(c)=>c.charCodeAt(0));
return new Response(new Blob([b]).stream().pipeThrough(new DecompressionStream("gzip"))).text()};
const s=document.createElement("script");s.textContent=await u("code");document.head.append(s)})().catch((e)=>{
document.getElementById("app").textContent="This page cannot be opened here: "+e.message+". It wants a browser of 2023 or later."});`;

function writePage({ outputFiles = [], errors }) {
  if (errors.length > 0) return;
  const script = (outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "").trim();
  const style = withPlainColors(readFileSync("src/web/page.css", "utf8")).replaceAll(/\s*\n\s*/g, "\n");
  // Where the text stands in HTML, this would end it.
  if (/<\//.test(style)) throw new Error("the page's style cannot stand in HTML as it is");
  mkdirSync("dist/web", { recursive: true });
  writeFileSync(
    "dist/web/page.json",
    JSON.stringify({
      loader: LOADER,
      script: gzipSync(script, { level: 9 }).toString("base64"),
      style,
      scriptHashes: [hashOf(LOADER), hashOf(script)],
      styleHash: hashOf(style),
    }),
  );
}

/** Browsers of 2023 do not know `light-dark()`: each rule that uses it is told again for them, in light colours, and in dark ones where those are wanted. */
function withPlainColors(style) {
  const both = /light-dark\(([^,()]+), ([^,()]+)\)/g;
  const rules = [...style.matchAll(/^[^@{}\s][^{}]*\{[^{}]*light-dark\([^{}]*\}/gm)].map(([rule]) => {
    const declarations = rule.match(/[\w-]+: [^;]*light-dark\([^;]*;/g) ?? [];
    return `${rule.slice(0, rule.indexOf("{"))}{${declarations.join("")}}`;
  });
  const [light, dark] = ["$1", "$2"].map((side) => rules.join("\n").replaceAll(both, side));
  return `${style}\n@supports not (color: light-dark(red, red)) {\n${light}\n@media screen and (prefers-color-scheme: dark) {\n${dark}\n}\n}\n`;
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
