import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (...path: string[]): string => readFileSync(join(__dirname, ...path), 'utf8');

const documented = [...read('..', 'docs', 'calcom-rules.md').matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
const shown = readdirSync(__dirname)
  .filter((file) => file.startsWith('calcom-') && file.endsWith('.int-spec.ts'))
  .flatMap((file) => [...read(file).matchAll(/^rule\(\s*'(.+)',\s*async/gm)].map(([, name]) => name));

it('every rule of docs/calcom-rules.md has a test of its name, and every such test is documented', () => {
  expect(documented.length).toBeGreaterThan(40);
  expect([...shown].sort()).toEqual([...documented].sort());
});
