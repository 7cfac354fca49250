import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const namesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);

interface Setting {
  readonly name: string;
  /** As text; undefined when the setting has no default. */
  readonly value: string | undefined;
}

/** `PORT = 3000;`, `SINCE?: string = undefined;`, `URL: string = undefined as never;`: the properties of a config class. */
const property = /^ {2}([A-Z][A-Z0-9_]*)\??(?:: [\w ]+)? = (.+);$/gm;

function settingsOf(path: string): Setting[] {
  return [...read(path).matchAll(property)].map(([, name = '', initial = '']) => ({ name, value: defaultIn(initial) }));
}

function defaultIn(initial: string): string | undefined {
  if (/^[\d_]+$/.test(initial)) return initial.replaceAll('_', '');
  return /^'(.*)'$/.exec(initial)?.[1];
}

/** A setting may stand there more than once: three apps have a PORT. */
const shown: readonly Setting[] = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, name = '', value]) => ({ name, value }),
);

const configs = globSync('apps/*/src/{config,service-config}.ts', { cwd: root });
const settings = configs.flatMap(settingsOf);
const otherNames = [
  ...namesIn(read('libs/stack/src/stack-settings.ts'), /\benv\.([A-Z_]+)/g),
  ...namesIn(read('libs/testing/src/shared-stack.ts'), /'(CALLBOOK_TEST_[A-Z_]+)'/g),
  ...globSync('apps/ops/catalogue/*.yaml', { cwd: root }).flatMap((path) =>
    namesIn(read(path).replace(/#.*/g, ''), /\benv:([A-Z_]+)\b/g),
  ),
];

describe('.env.example', () => {
  it.each(configs)('has every setting of %s', (path) => {
    const names = settingsOf(path).map(({ name }) => name);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !shown.some((line) => line.name === name))).toEqual([]);
  });

  it('has what stack, tests and the sample catalogue read', () => {
    expect(otherNames).toEqual(expect.arrayContaining(['STACK', 'CALLBOOK_TEST_DATABASE_URL', 'CALCOM_API_KEY']));
    expect(otherNames.filter((name) => !shown.some((line) => line.name === name))).toEqual([]);
  });

  it('shows the defaults as they are', () => {
    const wrong = settings.filter(
      ({ name, value }) => value !== undefined && !shown.some((line) => line.name === name && line.value === value),
    );
    expect(wrong).toEqual([]);
  });

  it('has nothing that nobody reads', () => {
    const known = [...settings.map(({ name }) => name), ...otherNames];
    expect(shown.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});
