/** Two pods of one application behind a program in kubectl's place: both forwards lead to one process that retains what it decodes. */
import { podObject, stubKubectl } from "../fetch/stub-kubectl.ts";
import { replay } from "./replay.ts";

/** The words that name them to `capture`. */
export async function replayedPods(): Promise<string[]> {
  const kubectl = stubKubectl();
  const pods = ["web-1", "web-2"].map((name) => podObject({ name, uid: name }));
  kubectl.answer("pods", { items: pods });
  kubectl.answer("pod-web-1", pods[0]);
  kubectl.answer("pod-web-2", pods[1]);
  kubectl.forward(9996, (await replay("retain")).port);
  return ["-l", "app=web", "-n", "shop", "--kubectl", kubectl.path, "--port", "9996"];
}
