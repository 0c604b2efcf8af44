/** Files written beside where they belong, and moved there when they are whole. */
import { constants } from "node:fs";
import { type FileHandle, link, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { removeOnExit } from "./leftovers.ts";
import type { OutputFile, OutputTarget } from "./output-target.ts";
import { overwrite, writeAll } from "./overwrite-file.ts";
import { errorCode } from "./system-error.ts";

/** Before the umask. */
const NEW_MODE = 0o666;
const PRIVATE = 0o600;
const PERMISSIONS = 0o7777;

interface Temporary {
  readonly file: FileHandle;
  readonly name: string;
  /** To be called once nothing has that name. */
  readonly forget: () => void;
}

/** A file of a name that nothing has, in the folder of `path`. Throws the system's error. */
async function createTemporary(path: string, mode: number): Promise<Temporary> {
  for (;;) {
    const mark = `${process.pid}-${Math.random().toString(36).slice(2)}`;
    const name = join(dirname(path), `.${basename(path).slice(0, 40)}.${mark}.tmp`);
    const forget = removeOnExit(name);
    try {
      return { file: await open(name, "wx", mode), name, forget };
    } catch (error) {
      forget();
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}

type FileTarget = Extract<OutputTarget, { readonly kind: "file" | "missing" }>;

/** What a folder says that takes no new files, or none in place of what is there. */
const REFUSALS: readonly string[] = ["EACCES", "EPERM", "EROFS", "EBUSY", "EXDEV", "ENOENT"];

/** To be renamed over the file; undefined where that cannot be, or would lose what the file has beside its bytes. */
export async function openBeside(target: FileTarget): Promise<OutputFile | undefined> {
  if (target.kind === "missing") {
    return temporaryFile(await createTemporary(target.path, NEW_MODE), target.path, undefined);
  }
  // Who may not write the file may not replace it either.
  await (await open(target.path, constants.O_WRONLY)).close();
  if (target.stats.nlink > 1) return undefined;
  try {
    const temporary = await createTemporary(target.path, PRIVATE);
    if (await takesAfter(temporary.file, target))
      return temporaryFile(temporary, target.path, target.stats.mode & PERMISSIONS);
    await discard(temporary);
  } catch (error) {
    if (!REFUSALS.includes(errorCode(error))) throw error;
  }
  return undefined;
}

/** Whether the file could be given owner and mode of the target; it has the latter then. */
async function takesAfter(file: FileHandle, { stats }: Extract<OutputTarget, { kind: "file" }>): Promise<boolean> {
  const { uid, gid } = await file.stat();
  if (uid !== stats.uid || gid !== stats.gid) return false;
  try {
    await file.chmod(stats.mode & PERMISSIONS);
  } catch {
    return false;
  }
  return ((await file.stat()).mode & PERMISSIONS) === (stats.mode & PERMISSIONS);
}

async function discard({ file, name, forget }: Temporary): Promise<void> {
  await file.close();
  await rm(name, { force: true });
  forget();
}

function temporaryFile({ file, name, forget }: Temporary, path: string, mode: number | undefined): OutputFile {
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: (chunk) => writeAll(file, chunk, undefined),
    finish: async () => {
      // Writing takes the bits away with which a program runs as its owner.
      if (mode !== undefined) await file.chmod(mode);
      await close();
      try {
        await rename(name, path);
      } catch (error) {
        if (mode === undefined || !REFUSALS.includes(errorCode(error))) throw error;
        await overwrite(path, await readFile(name));
        await rm(name, { force: true });
      }
      forget();
    },
    abandon: async () => {
      await close();
      await rm(name, { force: true });
      forget();
    },
  };
}

/** Writes `path`, whole at once, if nothing has that name; otherwise throws EEXIST. */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const { file, name, forget } = await createTemporary(path, NEW_MODE);
  try {
    await writeAll(file, bytes, undefined).finally(() => file.close());
    await linkOrClaim(name, path);
  } finally {
    await rm(name, { force: true });
    forget();
  }
}

/** Some file systems have no links: there the name is taken first and filled then. */
async function linkOrClaim(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(errorCode(error))) throw error;
    await (await open(to, "wx")).close();
    await rename(from, to);
  }
}

/** Whether a file of that name is one that a writer was killed over. */
export function isTemporary(name: string): boolean {
  return /^\..+\.tmp$/.test(name);
}
