/** How kubectl is called, and which port of a pod is asked. */

export interface KubectlSettings {
  /** The program; `kubectl` if not given. */
  readonly kubectl?: string | undefined;
  /** Undefined: the one kubectl is set to. So for all that follow. */
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly namespace?: string | undefined;
  /** For one call that answers and ends; a minute if not given. */
  readonly timeoutMs?: number | undefined;
  /** The process's directory if not given. */
  readonly cwd?: string | undefined;
  /** The process's environment if not given. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** How kubectl is called, and which port it forwards. */
export interface KubernetesSettings extends KubectlSettings {
  /** Number or name, for targets that name none; undefined: to be found. */
  readonly port?: string | undefined;
  /** Hears of a port that was found and of a forward that was opened again. */
  readonly onNotice?: ((line: string) => void) | undefined;
}
