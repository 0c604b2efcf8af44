/** The shell on a real terminal, typed at key by key: editing, completion, history. Wants `npm run build`, and python3 for the terminal. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { modePair } from "../../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));
const [, current] = modePair("retain");
const home = mkdtempSync(join(tmpdir(), "heapblame-terminal-"));
after(() => rmSync(home, { recursive: true }));

/** Runs a program on a terminal of its own: sends the keys of each step one by one, then waits until what it shows since has the step's text. */
const DRIVER = `
import json, os, pty, re, select, sys, time
argv, steps = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
def clean(shown):
    return re.sub(r"\\x1b\\[[0-9;?]*[A-Za-z]", "", shown).replace("\\r", "")
def until(text, shown="", seconds=60):
    end = time.time() + seconds
    while text not in clean(shown) and time.time() < end:
        if select.select([fd], [], [], 0.05)[0]:
            try:
                chunk = os.read(fd, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk.decode("utf8", "replace")
    return clean(shown)
seen = [until("(pprof) ")]
for keys, text in steps:
    shown, typed = "", ""
    for key in re.findall(r"\\x1b\\[.|.", keys, re.S):
        # What comes in one piece with other keys is pasted text, tabs too.
        if key in "\\t\\r":
            shown = until(typed, shown) if typed else shown
            time.sleep(0.5)
        typed = typed + key if key.isprintable() else ""
        os.write(fd, key.encode())
        time.sleep(0.02)
    seen.append(until(text, shown))
end = time.time() + 20
while time.time() < end:
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        break
    time.sleep(0.02)
else:
    os.kill(pid, 9)
    status = -1
json.dump({"seen": seen, "status": status}, sys.stdout)
`;

interface Conversation {
  readonly seen: readonly string[];
  readonly status: number;
}

function converse(steps: readonly (readonly [keys: string, text: string])[]): Conversation {
  const env = { ...process.env, HOME: home, XDG_STATE_HOME: "", LOCALAPPDATA: "", TERM: "xterm", COLUMNS: "200" };
  const input = JSON.stringify([[process.execPath, heapblame, "shell", current], steps]);
  const { stdout, stderr } = spawnSync("python3", ["-c", DRIVER], { encoding: "utf8", env, input, timeout: 300_000 });
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout) as Conversation;
}

const hasTerminals = spawnSync("python3", ["-c", "import pty"], { timeout: 20_000 }).status === 0;
const skip = hasTerminals ? false : "no python3 with pty here";
/** Of the next line: that of this one is drawn anew as it is edited. */
const PROMPT = "\n(pprof) ";
const [TAB, ENTER, UP, INTERRUPT, KILL, END] = ["\t", "\r", "\u001b[A", "\u0003", "\u0015", "\u0004"];

test("commands, options and functions are completed, and what is completed works", { skip }, () => {
  const { seen, status } = converse([
    [`top 3${ENTER}`, PROMPT],
    [`noinl${TAB}`, "noinlines"],
    [`${KILL}sample_index=inuse_o${TAB}`, "inuse_objects"],
    [ENTER, PROMPT],
    [`peek Container).Unm${TAB}`, "Unmarshal"],
    [ENTER, PROMPT],
    [`top -Unm${TAB}${TAB}`, "functions:"],
    [`${INTERRUPT}quit${ENTER}`, "never"],
  ]);
  assert.match(seen[1] ?? "", /Showing top 3 nodes out of 72\n/);
  assert.match(seen[2] ?? "", /noinlines$/);
  assert.match(seen[3] ?? "", /sample_index=inuse_objects$/);
  assert.match(seen[5] ?? "", /peek k8s\.io\/api\/core\/v1\.\\\(\\\*Container\\\)\.Unmarshal$/);
  assert.match(seen[6] ?? "", / {2}99583 17\.54%.* \| k8s\.io\/api\/core\/v1\.\(\*Container\)\.Unmarshal/);
  assert.match(seen[7] ?? "", /29 functions:/);
  assert.doesNotMatch(seen[7] ?? "", /\(pprof\) top -k8s/);
  assert.equal(status, 0);
});

test("what was typed is there again, in the next conversation too, for the user's eyes only", { skip }, () => {
  const file = join(home, ".local/state/heapblame/history");
  rmSync(file, { force: true });
  converse([
    [`comments${ENTER}`, PROMPT],
    [`${UP}${UP}${KILL}top 2${ENTER}`, PROMPT],
    [END, "never"],
  ]);
  assert.equal(readFileSync(file, "utf8"), "comments\ntop 2\n");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { seen, status } = converse([
    [`${UP}${UP}`, "comments"],
    [`${INTERRUPT}${UP}${ENTER}`, "top 2 nodes"],
    [`${INTERRUPT}`, "never"],
  ]);
  assert.match(seen[1] ?? "", /comments$/);
  assert.match(seen[2] ?? "", /Showing top 2 nodes/);
  assert.equal(status, 0);
});
