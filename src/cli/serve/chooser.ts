/** The page to choose from: each by what tells it apart, and once what all have. */
import { escapeText } from "../../render/html/page.ts";
import { renderPlainPage } from "./plain-page.ts";

export interface Choice {
  readonly title: string;
  /** In a few words. */
  readonly about: string;
  /** What of both is a path or an address. */
  readonly paths: readonly string[];
}

/** A link to each. `fragment`: what each page is to show, as an address of pprof asked for it. */
export function renderChooser(choices: readonly Choice[], fragment: string): string {
  const folder = commonFolder(choices.flatMap(({ paths }) => paths));
  const short = (text: string): string => escapeText(folder === "" ? text : text.replaceAll(folder, ""));
  const [first] = choices;
  const common = choices.every(({ about }) => about === first?.about) ? (first?.about ?? "") : "";
  const links = choices.map(({ title, about }, at) => {
    const apart = common === "" ? `<small>${short(about)}</small>` : "";
    const address = `/${at + 1}/${escapeText(fragment === "" ? "" : `#${fragment}`)}`;
    return `<li><a href="${address}"><bdi>${short(title)}</bdi>${apart}</a></li>`;
  });
  const place = folder === "" ? "" : `In <bdi>${escapeText(folder)}</bdi>`;
  const each = common === "" ? "" : `${place === "" ? "Each" : ", each"} ${short(common)}`;
  const what = "What to look at";
  const intro = place + each === "" ? "" : `<p>${place}${each}</p>`;
  return renderPlainPage(what, `<h1>${what}</h1>${intro}<ul>${links.join("")}</ul>`);
}

/** With its slash; "" where there is none, or it says nothing. */
function commonFolder(paths: readonly string[]): string {
  const [first = ""] = paths;
  let end = first.lastIndexOf("/") + 1;
  while (end > 1 && !paths.every((path) => path.startsWith(first.slice(0, end)))) {
    end = first.lastIndexOf("/", end - 2) + 1;
  }
  return paths.length < 2 || end < 2 ? "" : first.slice(0, end);
}
