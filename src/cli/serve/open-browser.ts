/** Has the user's browser open an address, where there is one. */
import { spawn } from "node:child_process";

export function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>): void {
  const words = browserCommand(env, process.platform);
  if (words === undefined) return;
  const [command = "", ...others] = words;
  const child = spawn(command, [...others, url], { detached: true, stdio: "ignore", env });
  // The address was printed: whoever has no browser opens it elsewhere.
  child.once("error", () => {});
  child.unref();
}

/** undefined where nothing could be seen. */
export function browserCommand(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): readonly string[] | undefined {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return env["DISPLAY"] || env["WAYLAND_DISPLAY"] ? ["xdg-open"] : undefined;
}
