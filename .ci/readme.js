// Runs the commands named in README.md's `<!-- run: ... -->` marks and pastes their output behind each; those in `<!-- draw: ... -->` marks write the
// picture that stands behind them. `--check` only compares.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const isCheck = process.argv.includes("--check");
const stale = [];

const before = readFileSync("README.md", "utf8");
const after = before.replace(/<!-- run: heapblame (.*?) -->\n[\s\S]*?<!-- end -->/g, (_, words) => {
  return `<!-- run: heapblame ${words} -->\n\`\`\`\n$ heapblame ${words}\n${heapblame(words)}\`\`\`\n<!-- end -->`;
});
if (after !== before) stale.push("README.md");
for (const [, words] of before.matchAll(/<!-- draw: heapblame (.*?) -->/g)) draw(words);

if (!isCheck) writeFileSync("README.md", after);
else if (stale.length > 0) {
  process.stderr.write(`no longer what the program prints or draws: ${stale.join(" ")}; run node .ci/readme.js\n`);
  process.exitCode = 1;
}

function heapblame(words) {
  return execFileSync(process.execPath, ["bin/heapblame.js", ...words.split(" ")], {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", NO_COLOR: "1" },
  });
}

/** Draws into a temporary folder first, so that a check leaves the stored picture alone. */
function draw(words) {
  const stored = words.split(" ").at(-1);
  const folder = mkdtempSync(join(tmpdir(), "heapblame-readme-"));
  const drawn = join(folder, basename(stored));
  try {
    heapblame(words.replace(stored, drawn));
    const picture = readFileSync(drawn);
    if (!isCheck) writeFileSync(stored, picture);
    else if (!picture.equals(readFileSync(stored))) stale.push(stored);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
