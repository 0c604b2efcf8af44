/**
 * What a word of the command line can become, from the same tables as the help: `heapblame __complete WORD...` prints it, one a line, a tab and what
 * it is behind it. The scripts of the shells ask that; where nothing is printed they offer files.
 */
import type { Command, Option } from "commander";
import { knownOptions, takesNext } from "../grammar/own-words.ts";
import { commandOf } from "../grammar/route.ts";
import type { Shell } from "./shells.ts";

interface Candidate {
  readonly word: string;
  readonly text: string;
}

/** `words`: what stands behind the program's name, the last one unfinished. `usual`: the command for words that name none. */
export function candidatesFor(words: readonly string[], program: Command, usual: string): Candidate[] {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const named = namedCommand(before, program, usual);
  const command = named ?? commandOf(program, usual);
  const known = knownOptions(command, program);
  const option = optionAwaiting(before, known);
  if (option !== undefined) return valuesOf(option, last, "");
  const [name = "", value] = splitOnce(last);
  if (value !== undefined) return valuesOf(known.get(name), value, `${name}=`);
  if (last.startsWith("-")) return startingWith(last, [...command.options, ...program.options].flatMap(optionWord));
  if (before[0] === "help" && before.length === 1) return startingWith(last, commandWords(program));
  const [first] = (named ?? command).registeredArguments;
  const choices = (first?.argChoices ?? []).map((word) => ({ word, text: first?.description ?? "" }));
  return startingWith(last, named === undefined ? commandWords(program) : choices);
}

/** The first word that is no option and no option's value, if it is a command. */
function namedCommand(words: readonly string[], program: Command, usual: string): Command | undefined {
  const known = knownOptions(commandOf(program, usual), program);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word.startsWith("-")) {
      if (takesNext(word, known)) at++;
      continue;
    }
    return program.commands.find((command) => command.name() === word) ?? commandOf(program, usual);
  }
  return undefined;
}

function optionAwaiting(before: readonly string[], known: ReadonlyMap<string, Option>): Option | undefined {
  const previous = before.at(-1) ?? "";
  return takesNext(previous, known) ? known.get(previous) : undefined;
}

function splitOnce(word: string): readonly [string] | readonly [string, string] {
  const at = word.startsWith("--") ? word.indexOf("=") : -1;
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function valuesOf(option: Option | undefined, start: string, prefix: string): Candidate[] {
  const choices = (option?.argChoices ?? []).map((word) => ({ word, text: option?.description ?? "" }));
  return startingWith(start, choices).map(({ word, text }) => ({ word: prefix + word, text }));
}

function optionWord({ long, description, hidden }: Option): Candidate[] {
  return hidden || !long ? [] : [{ word: long, text: description }];
}

function commandWords(program: Command): Candidate[] {
  const shown = program.createHelp().visibleCommands(program);
  return shown.map((command) => ({ word: command.name(), text: command.summary() || command.description() }));
}

function startingWith(start: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(start));
}

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# heapblame completion bash: in ~/.bashrc, source <(heapblame completion bash)
_heapblame() {
  local word rest
  COMPREPLY=()
  while IFS=$'\\t' read -r word rest; do COMPREPLY+=("$word"); done < <(
    "\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null
  )
}
complete -o bashdefault -o default -F _heapblame heapblame kubectl-heapblame
`,
  zsh: `#compdef heapblame kubectl-heapblame
# heapblame completion zsh: in ~/.zshrc behind compinit, source <(heapblame completion zsh)
_heapblame() {
  local word rest
  local -a found
  while IFS=$'\\t' read -r word rest; do found+=("\${word//:/\\\\:}:$rest"); done < <(
    "\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null
  )
  (( $#found )) && _describe heapblame found
  [[ \${words[CURRENT]} == -* ]] || _files
}
compdef _heapblame heapblame kubectl-heapblame
`,
  fish: `# heapblame completion fish: heapblame completion fish > ~/.config/fish/completions/heapblame.fish
function __heapblame_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    $words[1] __complete $words[2..-1] "$last" 2>/dev/null
end
complete -c heapblame -a '(__heapblame_complete)'
complete -c kubectl-heapblame -a '(__heapblame_complete)'
`,
  kubectl: `#!/bin/sh
# heapblame completion kubectl: a file kubectl_complete-heapblame on the PATH; kubectl asks it. The package brings it along.
kubectl-heapblame __complete "$@"
echo :0
`,
};
