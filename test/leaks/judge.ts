/** Holds the reports on a program's profiles to what truth.json says of it. */
import assert from "node:assert/strict";
import { runCli } from "../cli/run-cli.ts";
import { type ExpectedReport, LEAKS, type Leak, NEVER } from "./truth.ts";

/** Programs whose reports are judged. */
export const JUDGED: readonly string[] = LEAKS.map(({ name }) => name);

/** Commands whose reports have findings. */
const JUDGED_COMMANDS: readonly string[] = ["diff", "goroutines", "trend", "advise"];

/** Fails with the codes that are missing from, or wrong in, any report on the profiles in `folder`. */
export async function judgeReports(leak: Leak, folder: string): Promise<void> {
  const faults: string[] = [];
  for (const report of leak.reports.filter(({ command }) => JUDGED_COMMANDS.includes(command[0] as string))) {
    const codes = await findingCodes(report.command, folder);
    for (const fault of faultsOf(report, codes)) faults.push(`${report.command.join(" ")}: ${fault}`);
  }
  assert.deepEqual(faults, [], `${leak.name}: ${leak.truth}`);
}

/** What a report with these codes says that it must not, or leaves out that it must say. */
export function faultsOf({ mustSay, mustNotSay }: ExpectedReport, codes: readonly string[]): string[] {
  const missing = mustSay.filter((code) => !codes.includes(code)).map((code) => `does not say ${code}`);
  const wrong = [...mustNotSay, ...NEVER].filter((code) => codes.includes(code)).map((code) => `says ${code}`);
  return [...missing, ...wrong];
}

/** `findings[].code` of the command's JSON, and what it says of the profiles themselves: `provenance[].code`. */
async function findingCodes(command: readonly string[], folder: string): Promise<string[]> {
  const { code, stdout, stderr } = await runCli([...command, "-f", "json"], { cwd: folder });
  assert.equal(code, 0, `heapblame ${command.join(" ")}: ${stderr}`);
  const { findings, provenance = [] } = JSON.parse(stdout) as Record<string, { code: string }[] | undefined>;
  assert.ok(findings, `heapblame ${command.join(" ")}: its JSON has no findings`);
  return [...findings, ...provenance].map((finding) => finding.code);
}
