/** Profiles at the ends of what their numbers can be, and frames that differ by their columns alone. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandLine } from "./matrix.ts";
import { profileBytes, Strings } from "./message.ts";

interface Place {
  readonly line: bigint;
  readonly column: number;
}

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

const FILES: Readonly<Record<string, readonly [values: readonly (readonly bigint[])[], places: readonly Place[]]>> = {
  "least-and-more": [
    [
      [1n, LEAST],
      [1n, 5n],
    ],
    plain(10n),
  ],
  "least-twice": [
    [
      [1n, LEAST],
      [1n, LEAST],
    ],
    plain(10n),
  ],
  "least-below-more": [
    [
      [1n, LEAST],
      [1n, MOST],
      [1n, 0n],
    ],
    plain(10n),
  ],
  "least-alone": [[[LEAST, LEAST]], plain(10n)],
  "most-twice": [
    [
      [1n, MOST],
      [1n, MOST],
    ],
    plain(10n),
  ],
  "lines-beyond-2-53": [
    [
      [1n, 3n],
      [1n, 5n],
    ],
    plain(2n ** 53n + 1n),
  ],
  "last-lines": [
    [
      [1n, 3n],
      [1n, 5n],
    ],
    plain(MOST - 3n),
  ],
  "lines-below-zero": [
    [
      [1n, 3n],
      [1n, 5n],
    ],
    plain(-5n),
  ],
  columns: [
    [
      [1n, 3n],
      [1n, 5n],
      [1n, 7n],
      [2n, 9n],
    ],
    [1, 2, 3, 0].map((column) => ({ line: 10n, column })),
  ],
  "wide-columns": [
    [
      [1n, 3n],
      [1n, 5n],
    ],
    [1, 2].map((at) => ({ line: 10n, column: 2 ** 52 + at })),
  ],
};

function plain(line: bigint): Place[] {
  return [1n, 2n].map((more) => ({ line: line + more, column: 0 }));
}

/** Samples of two frames each, of functions that take turns; every place is at an address of its own. */
function extremeProfile(values: readonly (readonly bigint[])[], places: readonly Place[]): Uint8Array {
  const strings = new Strings();
  const row = (text: string): number => strings.row(text);
  const ids = places.map((_, at) => BigInt(at + 1));
  return profileBytes({
    sample_type: [
      { type: row("n"), unit: row("count") },
      { type: row("size"), unit: row("bytes") },
    ],
    sample: values.map((value, at) => ({
      location_id: [ids[at % ids.length] as bigint, ids[(at + 1) % ids.length] as bigint],
      value: [...value],
      label: [],
    })),
    mapping: [
      {
        ...{
          id: 1n,
          memory_start: 0x1000n,
          memory_limit: 0x9000n,
          file_offset: 0n,
          filename: row("/bin/app"),
          build_id: 0,
        },
        ...{ has_functions: true, has_filenames: true, has_line_numbers: true, has_inline_frames: true },
      },
    ],
    location: places.map(({ line, column }, at) => ({
      ...{ id: ids[at] as bigint, mapping_id: 1n, address: 0x1000n + BigInt(16 * at), is_folded: false },
      line: [
        { function_id: BigInt((at % 2) + 1), line, column },
        ...(column > 0 ? [{ function_id: 2n, line: 99n, column: column + 1 }] : []),
      ],
    })),
    function: [1n, 2n].map((id) => ({
      ...{
        id,
        name: row(`f${id}`),
        system_name: row(`f${id}`),
        filename: row(`/no/f${id}.go`),
        start_line: Number(id),
      },
    })),
    ...{ drop_frames: 0, keep_frames: 0, time_nanos: 0n, duration_nanos: 0n, period: 1n, comment: [] },
    ...{ default_sample_type: 0, doc_url: 0, string_table: strings.table },
  });
}

const REPORTS = ["top", "tree", "peek=f", "traces", "raw", "tags", "dot", "callgrind", "list=f", "proto", "topproto"];
const FORMS: readonly (readonly string[])[] = [
  [],
  ["-lines"],
  ["-lines", "-showcolumns"],
  ["-addresses"],
  ["-showcolumns"],
  ["-call_tree", "-lines", "-showcolumns"],
  ["-noinlines", "-addresses"],
];

/** Writes the profiles into `folder`. */
export function extremeLines(folder: string): CommandLine[] {
  return Object.entries(FILES).flatMap(([name, [values, places]]) => {
    const file = join(folder, `${name}.pb`);
    writeFileSync(file, extremeProfile(values, places));
    return REPORTS.flatMap((report) =>
      FORMS.map((form) => ({ report: report.replace(/=.*/, ""), args: [`-${report}`, ...form, file] })),
    );
  });
}
