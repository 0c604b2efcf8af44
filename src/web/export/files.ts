/** What can be taken out of the page: pictures, the report, the profiles. */
import type { Desk } from "../desk/desk.ts";
import { SVG_WANTED, type SvgRequest } from "../flame/canvas.tsx";
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

/** Names of the ends as files. */
export async function saveProfile(desk: Desk, side: number): Promise<void> {
  const name = !desk.facts.isDiff ? "heap" : side === 0 ? "base" : "current";
  const bytes = await desk.tell("profile", { side });
  saveFile(`${name}.pb.gz`, [bytes as Uint8Array<ArrayBuffer>], "application/octet-stream");
}

/** The flame graph as it is drawn, or the call graph. */
export function savePicture(format: "png" | "svg", desk: Desk): void {
  const canvas = document.querySelector("canvas");
  if (canvas === null) {
    const graph = desk.facts.data.graph ?? desk.askedGraph?.svg ?? null;
    if (graph !== null && format === "svg") saveFile("graph.svg", [graph], "image/svg+xml");
    return;
  }
  if (format === "png") {
    canvas.toBlob((blob) => blob !== null && saveFile("flame.png", [blob], "image/png"));
    return;
  }
  const save = (svg: string): void => saveFile("flame.svg", [svg], "image/svg+xml");
  canvas.dispatchEvent(new CustomEvent(SVG_WANTED, { detail: save }) satisfies SvgRequest);
}
