import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What can follow at one place: the words so far, without options. */
interface Place {
  /** `dlq ls`; empty at the beginning. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

/** A script with which this shell completes commands and options. It starts nothing while it completes. */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program);
  switch (shell) {
    case 'bash':
      return bash(places);
    case 'zsh':
      return zsh(places);
    case 'fish':
      return fish(places);
  }
}

function placesOf(command: Command, path = ''): Place[] {
  const commands = command.commands.map((one) => ({ word: one.name(), description: one.description() }));
  const options = command.options.map((one) => ({ word: one.long ?? one.flags, description: one.description }));
  const help = { word: '--help', description: 'what is possible' };
  const below = command.commands.flatMap((one) => placesOf(one, path ? `${path} ${one.name()}` : one.name()));
  return [{ path, words: [...commands, ...options, help] }, ...below];
}

/** In single quotes, as all three shells take it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const deeper = (places: readonly Place[]): readonly string[] =>
  places.map(({ path }) => path).filter((path) => path !== '');

function bash(places: readonly Place[]): string {
  return `# callbook completion for bash. To use it: source <(callbook completion bash)
_callbook() {
  local at='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${at:+$at }$word" in
      ${deeper(places).map(quoted).join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at" in
${places.map(({ path, words }) => `    ${quoted(path)}) words=${quoted(words.map(({ word }) => word).join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _callbook callbook
`;
}

function zsh(places: readonly Place[]): string {
  const described = ({ words }: Place): string =>
    words.map(({ word, description }) => quoted(`${word}:${description.replaceAll(':', '\\:')}`)).join(' ');
  return `#compdef callbook
# callbook completion for zsh. To use it: source <(callbook completion zsh)
_callbook() {
  local at='' word
  local -a possible
  for word in \${words[2,CURRENT-1]}; do
    case "\${at:+$at }$word" in
      ${deeper(places).map(quoted).join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at" in
${places.map((place) => `    ${quoted(place.path)}) possible=(${described(place)}) ;;`).join('\n')}
  esac
  _describe 'callbook' possible || _files
}
compdef _callbook callbook
`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words }) =>
    words.map(({ word, description }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${quoted(word)}`;
      return `complete -c callbook -n ${quoted(`__callbook_at ${quoted(path)}`)} ${what} -d ${quoted(description)}`;
    }),
  );
  return `# callbook completion for fish. To use it: callbook completion fish | source
function __callbook_at
  set -l at
  for word in (commandline -opc)[2..-1]
    switch (string join ' ' $at $word)
      case ${deeper(places).map(quoted).join(' ')}
        set -a at $word
    end
  end
  test (string join ' ' $at) = "$argv[1]"
end
${lines.join('\n')}
`;
}
