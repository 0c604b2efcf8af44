/** The embedded font as files, for as long as the rasteriser needs them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeOnExit } from "../../fetch/files/leftovers.ts";
import { writing } from "../../fetch/files/write-fault.ts";
import { fontBytes } from "../../render/font/typeface.ts";

/** Calls `use` with the files' paths and removes them afterwards, whatever happens. */
export async function withFontFiles<T>(use: (files: readonly string[]) => Promise<T>): Promise<T> {
  const place = tmpdir();
  const directory = await writing(`${place} (TMPDIR)`, () => mkdtemp(join(place, "heapblame-")));
  const forget = removeOnExit(directory);
  try {
    const files: string[] = [];
    for (const weight of ["regular", "bold"] as const) {
      const file = join(directory, `${weight}.ttf`);
      await writing(file, () => writeFile(file, fontBytes(weight)));
      files.push(file);
    }
    return await use(files);
  } finally {
    await rm(directory, { recursive: true, force: true });
    forget();
  }
}
