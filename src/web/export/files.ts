/** What can be taken out of the page as a file: the report, the profiles. */
import type { Desk } from "../desk/desk.ts";
import type { PageState } from "../page-state.ts";

export function saveFile(name: string, parts: readonly BlobPart[], type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([...parts], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function saveJson(desk: Desk, state: PageState): Promise<void> {
  saveFile("report.json", [await desk.tell("json", { state })], "application/json");
}

/** One end of what is compared, as a file of that name. */
export async function saveProfile(desk: Desk, state: PageState, end: "base" | "current"): Promise<void> {
  const [from, to] = desk.facts.ends(state);
  const bytes = await desk.tell("profile", { at: end === "base" ? from : to });
  const name = desk.facts.isDiff ? end : "heap";
  saveFile(`${name}.pb.gz`, [bytes as Uint8Array<ArrayBuffer>], "application/octet-stream");
}
