// Runs the commands named in README.md's `<!-- run: ... -->` marks and pastes their output behind each. `--check` only compares.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const before = readFileSync("README.md", "utf8");
const after = before.replace(/<!-- run: heapblame (.*?) -->\n[\s\S]*?<!-- end -->/g, (_, words) => {
  const output = execFileSync(process.execPath, ["bin/heapblame.js", ...words.split(" ")], {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", NO_COLOR: "1" },
  });
  return `<!-- run: heapblame ${words} -->\n\`\`\`\n$ heapblame ${words}\n${output}\`\`\`\n<!-- end -->`;
});
if (!process.argv.includes("--check")) writeFileSync("README.md", after);
else if (after !== before) {
  process.stderr.write("README.md shows output that the program no longer prints: run `node .ci/readme.js`\n");
  process.exitCode = 1;
}
