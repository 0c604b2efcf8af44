/** Other profiles, dropped on the page: one is looked at, two are compared, more are a series; none leaves the browser. */
import { ProfileError } from "../errors.ts";
import { parseProfile } from "../profile/parse.ts";
import type { Profile } from "../profile/tables.ts";
import type { PageInput } from "../render/html/payload.ts";

/** Calls `onInput` with what the page is to show instead, `onFault` with why it cannot. */
export function watchDrops(
  question: PageInput["question"],
  version: string,
  onInput: (input: PageInput) => void,
  onFault: (text: string) => void,
): void {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    readFiles(files, question, version).then(onInput, (error: unknown) =>
      onFault(error instanceof Error ? error.message : String(error)),
    );
  });
}

async function readFiles(files: readonly File[], question: PageInput["question"], version: string): Promise<PageInput> {
  const read = await Promise.all(files.map(async (file) => ({ name: file.name, profile: await readFile(file) })));
  read.sort((a, b) => compareTimes(a.profile, b.profile));
  return {
    profiles: read.map(({ profile }) => profile),
    sources: read.map(({ name }) => name),
    question: { ...question, sampleIndex: "", filters: {}, view: "", find: "" },
    ...{ mainModule: null, beside: {}, objects: [], captures: [], iterations: null, held: null },
    ...{ sourceFiles: {}, graph: null, report: null, served: null, version },
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
