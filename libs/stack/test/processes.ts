import { globSync, readFileSync } from 'node:fs';

/** Command lines of the processes that mention the text; Linux only, as the private services are tested. */
export function commandsWith(text: string): string[] {
  return globSync('/proc/[0-9]*/cmdline')
    .map((file) => {
      try {
        return readFileSync(file, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // ended meanwhile
      }
    })
    .filter((command) => command.includes(text));
}
