// Runs the commands named in the `<!-- run: ... -->` marks of README.md and GUIDE.md and pastes their output behind each; those in `<!-- draw: ... -->`
// marks write the picture that stands behind them. `--check` only compares. A mark may say `in FOLDER` and `N columns`.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const DOCUMENTS = ["README.md", "GUIDE.md"];
const RUN = /<!-- run(?: in ([\w/-]+))?(?:, (\d+) columns)?: (.*?) -->\n[\s\S]*?<!-- end -->/g;

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const isCheck = process.argv.includes("--check");
const stale = [];
const folder = mkdtempSync(join(tmpdir(), "heapblame-documents-"));
const program = join(folder, "heapblame");
writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "bin/heapblame.js")}' "$@"\n`);
chmodSync(program, 0o755);

try {
  for (const document of DOCUMENTS) paste(document);
} finally {
  rmSync(folder, { recursive: true });
}
if (isCheck && stale.length > 0) {
  process.stderr.write(`no longer what the program prints or draws: ${stale.join(" ")}; run node .ci/documents.js\n`);
  process.exitCode = 1;
}

function paste(document) {
  const before = readFileSync(document, "utf8");
  const after = before.replace(RUN, (all, cwd, columns, command) => {
    const mark = all.slice(0, all.indexOf("\n"));
    return `${mark}\n\`\`\`\n$ ${command}\n${shell(command, cwd, columns)}\`\`\`\n<!-- end -->`;
  });
  if (after !== before) stale.push(document);
  for (const [, words] of before.matchAll(/<!-- draw: (.*?) -->/g)) draw(words);
  if (!isCheck) writeFileSync(document, after);
}

function shell(command, cwd = ".", columns = "") {
  const PATH = `${folder}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH, TZ: "UTC", NO_COLOR: "1", COLUMNS: columns };
  return execFileSync("bash", ["--norc", "-o", "pipefail", "-c", command], {
    cwd,
    encoding: "utf8",
    env,
    timeout: 60_000,
  });
}

/** Draws into a temporary folder first, so that a check leaves the stored picture alone. */
function draw(words) {
  const stored = words.split(" ").at(-1);
  const drawn = join(folder, basename(stored));
  shell(words.replace(stored, drawn));
  const picture = readFileSync(drawn);
  if (!isCheck) writeFileSync(stored, picture);
  else if (!picture.equals(readFileSync(stored))) stale.push(stored);
}
