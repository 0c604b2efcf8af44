/** The shells that heapblame has a script for; kubectl's is the one that completes its plugins. */
export const SHELLS = ["bash", "zsh", "fish", "kubectl"] as const;

export type Shell = (typeof SHELLS)[number];
