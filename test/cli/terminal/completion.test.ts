/** Completions in the shells themselves; each that is not here is skipped, and says so. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runCli } from "../run-cli.ts";

const words = async (...line: string[]): Promise<string[]> => {
  const { code, stdout } = await runCli(["__complete", ...line]);
  assert.equal(code, 0);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((text) => text.split("\t")[0] as string);
};

test("commands, options and values complete, by the tables of the help", async () => {
  assert.deepEqual(await words("tre"), ["trend", "tree"]);
  assert.deepEqual(await words("diff", "--fail"), ["--fail-above"]);
  assert.deepEqual(await words("trend", "--fail"), []);
  assert.deepEqual(await words("diff", "-f", "m"), ["markdown"]);
  assert.deepEqual(await words("diff", "--format=m"), ["--format=markdown"]);
  assert.deepEqual(await words("--sort", ""), ["flat", "cum", "objects"]);
  assert.deepEqual(await words("-n", "shop", "capt"), ["capture"]);
  assert.deepEqual(await words("completion", ""), ["bash", "zsh", "fish", "kubectl"]);
  assert.deepEqual(await words("help", "hel"), ["held", "help"]);
  assert.ok((await words("")).includes("diff"));
});

test("where a file belongs nothing is proposed, so that the shell offers files", async () => {
  for (const line of [
    ["diff", ""],
    ["diff", "a.out", ""],
    ["diff", "-o", ""],
    ["a.out", ""],
    ["diff", "-x", "y"],
  ]) {
    assert.deepEqual(await words(...line), [], line.join(" "));
  }
});

test("what is not listed in help is not proposed", async () => {
  assert.deepEqual(await words("man"), []);
  assert.deepEqual(await words("__"), []);
});

const folder = mkdtempSync(join(tmpdir(), "heapblame-completion-"));
after(() => rmSync(folder, { recursive: true, force: true }));
for (const name of ["heapblame", "kubectl-heapblame", "kubectl_complete-heapblame"]) {
  const file = fileURLToPath(new URL(`../../../bin/${name}.js`, import.meta.url));
  writeFileSync(join(folder, name), `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`);
  chmodSync(join(folder, name), 0o755);
}

function shell(program: string, ...args: string[]): string {
  const { stdout, stderr, status } = spawnSync(program, args, {
    encoding: "utf8",
    cwd: folder,
    env: { PATH: `${folder}${delimiter}${process.env["PATH"]}`, HOME: folder, TERM: "dumb" },
    timeout: 60_000,
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout;
}

function missing(program: string): string | false {
  return spawnSync(program, ["--version"]).error === undefined ? false : `no ${program} here: .ci/run installs it`;
}

test("bash completes", { skip: missing("bash") }, () => {
  const said = shell(
    "bash",
    "--norc",
    "-c",
    `source <(heapblame completion bash)
for line in 'heapblame tre' 'heapblame diff -f m' 'heapblame diff --fail'; do
  COMP_WORDS=($line); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _heapblame; echo "\${COMPREPLY[*]}"
done
complete -p heapblame`,
  );
  assert.match(said, /^trend tree\nmarkdown\n--fail-above\ncomplete .*-F _heapblame heapblame\n$/);
});

test("zsh completes, typed into a terminal", { skip: missing("zsh") }, () => {
  const said = shell(
    "zsh",
    "-f",
    "-c",
    `zmodload zsh/zpty
zpty -b z zsh -f
zpty -w z "PS1=; autoload -U compinit; compinit -u -D; source <(heapblame completion zsh)"
zpty -w z 'echo rea''dy'
until zpty -r z line '*ready*'; do sleep 0.1; done
zpty -w -n z $'heapblame diff --fail\\t'
for ((i = 0; i < 600; i++)); do
  zpty -r -t z part && text+=$part
  [[ $text == *fail-above* ]] && break
  sleep 0.1
done
print -r -- "$text"
zpty -d z`,
  );
  assert.match(said, /--fail-above/);
});

test("fish completes, with what each is", { skip: missing("fish") }, () => {
  const said = shell(
    "fish",
    "--no-config",
    "-c",
    "heapblame completion fish | source; complete -C 'heapblame tre'; complete -C 'heapblame diff -f m'",
  );
  assert.match(said, /^tree\tfunctions .*\ntrend\twhat shape .*\nmarkdown\t/);
});

test("kubectl completes its plugin", { skip: missing("kubectl") }, () => {
  const said = shell("kubectl", "__complete", "heapblame", "capt");
  assert.match(said, /^capture\ta series .*\n:\d/m);
  const script = shell("heapblame", "completion", "kubectl");
  writeFileSync(join(folder, "kubectl_complete-heapblame"), script);
  assert.match(shell("kubectl", "__complete", "heapblame", "diff", "--fail"), /^--fail-above\t.*\n:0\n/m);
});
