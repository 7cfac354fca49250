import type { Command } from 'commander';
import { type Answer, type CommandLine, Verdict } from '../command-line';
import { userName } from '../user-name';

/** What every verb can be asked for. */
export interface Json {
  readonly json?: boolean;
}

/** A verb without anything of its own yet. */
export function verb(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'one JSON document alone on stdout, everything else on stderr');
}

/** A verb by which a person decides something: who and why are kept with it, and told to everybody. */
export function act(parent: Command, name: string, description: string): Command {
  return verb(parent, name, description)
    .requiredOption('--why <text>', 'why, kept with the act and published: no names or numbers')
    .option('--actor <name>', 'who decides, kept with the act', userName());
}

/** Tells what came of it. @throws Verdict when it ends with another code than 0 */
export async function answer({ stdout }: CommandLine, { json = false }: Json, result: Promise<Answer>): Promise<void> {
  const { json: document, text, exitCode } = await result;
  stdout(json ? `${JSON.stringify({ ok: exitCode === undefined, ...document }, null, 2)}\n` : `${text}\n`);
  if (exitCode !== undefined) throw new Verdict(exitCode);
}

/** As help shows them. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  npx ${line}\n`).join('')}`;
}

/** Help of what people decide. */
export const actSettings = '\nSettings: RABBITMQ_URL, MESSAGING_PREFIX. Records has to run.\n';
export const again =
  '\nSafe to run again: what is so already ends with 0 and changes nothing. What is refused ends with 1.\n';
