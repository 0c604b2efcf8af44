/** Other profiles, dropped on the page: one is looked at, two are compared, more are a series; none leaves the browser. */
import { ProfileError } from "../errors.ts";
import { parseProfile } from "../profile/parse.ts";
import type { Profile } from "../profile/tables.ts";
import { NOTHING_GIVEN } from "../render/html/given-files.ts";
import type { PageInput } from "../render/html/payload.ts";

const FILES_CHOSEN = "fileschosen";

/** The same as a drop, for who has no files to drag. */
export function openFiles(): void {
  const field = document.createElement("input");
  field.type = "file";
  field.multiple = true;
  field.addEventListener("change", () =>
    dispatchEvent(new CustomEvent(FILES_CHOSEN, { detail: [...(field.files ?? [])] })),
  );
  field.click();
}

/** Calls `onFiles` with what was dropped or chosen. */
export function watchDrops(onFiles: (files: readonly File[]) => void): void {
  addEventListener(FILES_CHOSEN, (event) => {
    const files = (event as CustomEvent<readonly File[]>).detail;
    if (files.length > 0) onFiles(files);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onFiles(files);
  });
}

/** What the page is to show of them, with what `question` asks of any profile. Throws ProfileError that starts with the file's name. */
export async function readDropped({
  files,
  question,
  version,
}: Pick<PageInput, "question" | "version"> & { readonly files: readonly File[] }): Promise<PageInput> {
  const read = await Promise.all(files.map(async (file) => ({ name: file.name, profile: await readFile(file) })));
  read.sort((a, b) => compareTimes(a.profile, b.profile));
  return {
    profiles: read.map(({ profile }) => profile),
    sources: read.map(({ name }) => name),
    question: { ...question, sampleIndex: "", filters: {}, view: "", find: "" },
    ...{ mainModule: null, beside: {}, objects: [], captures: [], iterations: null, held: null },
    ...{ given: NOTHING_GIVEN, sourceFiles: {}, graph: null, report: null, served: null, version },
  };
}

/** Oldest first; those without a time stay as they came. */
function compareTimes({ header: a }: Profile, { header: b }: Profile): number {
  if (a.timeNanos === 0n || b.timeNanos === 0n) return 0;
  return a.timeNanos < b.timeNanos ? -1 : a.timeNanos > b.timeNanos ? 1 : 0;
}

/** Throws ProfileError that starts with the file's name. */
async function readFile(file: File): Promise<Profile> {
  try {
    return parseProfile(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    const fact = `${file.name}: ${error.message}`;
    throw new ProfileError(error.code, fact, fact, { cause: error });
  }
}
