/** One control plane for all tests of a process: `npm run test:cluster` runs every file of this folder in one (see all.ts). */
import { after } from "node:test";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";

let shared: Promise<ControlPlane> | undefined;

/** Starts it for whoever asks first; it stops after the last test. */
export function controlPlane(): Promise<ControlPlane> {
  shared ??= startControlPlane();
  return shared;
}

after(async () => {
  if (shared !== undefined) await (await shared).stop();
});
