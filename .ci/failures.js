// Reporter that says at the end which tests failed and why: of a long log often only the end is kept.
import { relative } from "node:path";
import { inspect } from "node:util";

const MOST_CHARACTERS = 3000;

// biome-ignore lint/style/noDefaultExport: node takes a reporter from a default export only.
export default async function* failures(events) {
  const failed = [];
  for await (const { type, data } of events) {
    // Of a suite or a file that is all: what failed in it comes as a test of its own.
    if (type === "test:fail" && data.details.error?.failureType !== "subtestsFailed") failed.push(data);
  }
  for (const { name, file, line, details } of failed) {
    const place = file === undefined ? "" : ` (${relative(process.cwd(), file)}:${line})`;
    const why = inspect(details.error?.cause ?? details.error, { depth: 2 }).slice(0, MOST_CHARACTERS);
    yield `failed: ${name}${place}\n${why}\n`;
  }
  if (failed.length > 0) yield `${failed.length} failed\n`;
}
