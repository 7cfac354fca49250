import { parse } from 'yaml';
import { read } from './project-files';

export interface ComposeService {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly read_only?: boolean;
  readonly init?: boolean;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = read('docker-compose.yml');

/** `${NAME:-default}`, the only form this project uses. */
const substitution = /\$\{([A-Z_]+):-([^}]*)\}/g;

/** As Docker Compose reads it when no variable is set. */
export const compose = parse(text.replaceAll(substitution, '$2'), { merge: true }) as ComposeFile;

export const substitutions: readonly { readonly name: string; readonly value: string }[] = [
  ...text.replace(/^ *#.*$/gm, '').matchAll(substitution),
].map(([, name = '', value = '']) => ({ name, value }));

/** Anything with a dollar sign that is not of that form would be read in another way than here. */
export const otherDollars: readonly string[] = text.replaceAll(substitution, '').match(/\$.{0,20}/g) ?? [];

export function service(name: string): ComposeService {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

/** `apps/<app>/dist/main.js` in its command (of ops, whose main.js is the command line, `service.js`); undefined for a job or a server that is not ours. */
export function appOf({ command = [] }: ComposeService): string | undefined {
  return /^apps\/([a-z-]+)\/dist\/(?:main|service)\.js$/.exec(command[1] ?? '')?.[1];
}
