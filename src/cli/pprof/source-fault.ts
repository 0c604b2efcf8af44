/** Why a source of a pprof command line gave no profile: pprof's line, and below it ours where there is more to say. */
import { FetchError, ProfileError, UsageError } from "../../errors.ts";
import { tildeHint } from "../../fetch/files/file.ts";
import { parseKindAndName } from "../../fetch/kubernetes/target.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { remedyFor } from "../terminal/remedies.ts";
import { asDialledByGo } from "./go/host.ts";
import type { ResolvedSource } from "./sources.ts";

type Source = Pick<ResolvedSource, "shown" | "address" | "url">;

/** Throws what is no fault of the source. */
export function describeSourceFault({ shown, address, url }: Source, error: unknown): string {
  const text = describeFailure(error);
  if (url !== undefined) return `${shown}: ${asDialledByGo(text, withoutSecrets(address), url)}`;
  const isMissing = error instanceof FetchError && error.code === "not-found";
  const hint = isMissing ? tildeHint(shown) || podHint(shown) : "";
  // Of files the name is in it, as typed.
  return `${shown}: ${text.replaceAll(address, shown)}${hint === "" ? "" : `\nheapblame: ${shown}${hint}`}`;
}

/** `pod/web-1`, as kubectl has it, is a file's name here. */
function podHint(shown: string): string {
  return parseKindAndName(shown) === undefined ? "" : `: of a cluster it would be k8s://NAMESPACE/${shown}`;
}

/** Where there is more to say than pprof says. */
const EXPLAINED = new Set(["archive", "wrapped", "altered"]);

/** Limits that pprof does not have. */
const LIMITED = new Set(["too-large", "oversized", "stream-size", "archive-size", "archive-files"]);

function describeFailure(error: unknown): string {
  if ((error instanceof ProfileError || error instanceof FetchError) && LIMITED.has(error.code)) {
    return `${error.pprofText}\nheapblame: ${error.message}; ${remedyFor(error)}`;
  }
  if (error instanceof ProfileError && EXPLAINED.has(error.code)) {
    return `${error.pprofText}\nheapblame: ${error.message}`;
  }
  if (error instanceof ProfileError || error instanceof FetchError) return error.pprofText;
  if (error instanceof UsageError) return error.message;
  throw error;
}
