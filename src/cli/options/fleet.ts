/** `heapblame fleet`: declared here, loaded when it runs. */
import type { Command } from "commander";
import { formatsOf } from "../../render/index.ts";
import type { FleetOptions } from "../commands/fleet.ts";
import type { Io } from "../terminal/io.ts";
import { collect, shared } from "./vocabulary.ts";

export function addFleet(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("fleet")
    .summary("thousands of pods: who grows, since when, what they share")
    .description("thousands of pods: who grows, since when, which version brought it, what all share")
    .argument(
      "<sources...>",
      "a server, pyroscope://HOST[:PORT] or parca://HOST[:PORT] (+https behind the scheme for TLS); or directories of heap profiles, one a pod",
    )
    .addOption(shared("format", formatsOf("fleet")))
    .addOption(shared("output"))
    .addOption(shared("query"))
    .addOption(shared("from"))
    .addOption(shared("to"))
    .addOption(shared("nodecount"))
    .addOption(shared("limit"))
    .option("--limit-of <pod=quantity>", "that of one pod, or of all whose name web-* fits; may be repeated", collect)
    .option("--pods <file>", "limits and nodes of the pods: what kubectl get pods -o json prints; - for standard input")
    .addHelpText("after", FLEET_EXAMPLES)
    .action(async (sources: string[], options: FleetOptions) => {
      const { runFleet } = await import("../commands/fleet.ts");
      setExitCode(await runFleet(sources, options, io));
    });
}

const FLEET_EXAMPLES = `
Examples:
  heapblame fleet pyroscope://pyroscope:4040 --query '{namespace="linkerd"}' --from 7d
  heapblame fleet parca+https://parca.example.com --header 'X-Scope-OrgID: team' --from 2d -o fleet.md
  heapblame fleet captures/ --limit 250Mi -f json
  kubectl get pods -A -o json | heapblame fleet parca://parca:7070 --from 7d --pods - --limit-of 'batch-*=2Gi'
`;
