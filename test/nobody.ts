/** Another user than root, for what only others are refused. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const NOBODY = 65_534;

/** Whom a test's processes run as: whoever runs the test, unless that is root. */
export const notRoot = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const bin = fileURLToPath(new URL("../bin/heapblame.js", import.meta.url));
const { status } = spawnSync(process.execPath, [bin, "--version"], { ...notRoot, cwd: "/" });

/** Why these do not run: Node or this checkout lies where only root may read, say. False where they do. */
export const skipNotRoot = status !== 0 && "nobody but root may read this Node or this checkout";
