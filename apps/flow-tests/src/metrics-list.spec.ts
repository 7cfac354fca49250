import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const quoted = (text: string, quote: string): string[] => text.split(quote).filter((_, index) => index % 2 === 1);

/** `counter({ name: 'callbook_…', help: '…', labelNames: ['queue', 'end'] })`, and so for the other kinds. */
const definition = /\b(?:counter|gauge|histogram|scrapedGauge)\(\s*\{\s*name: '(callbook_\w+)',([^}]*)\}/g;
/** The same, wherever it stands: what the first pattern does not find would otherwise not be missed. */
const anyName = /\bname: '(callbook_\w+)'/g;

const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.spec.ts'));
const inCode = sources
  .flatMap((path) => [...read(path).matchAll(definition)])
  .map(([, name = '', rest = '']) => ({ name, labels: quoted(/labelNames: \[(.*?)\]/.exec(rest)?.[1] ?? '', "'") }));
const inList = [...read('docs/metrics.md').matchAll(/^\| `(callbook_\w+)` *\|([^|]*)\|/gm)].map(
  ([, name = '', labels = '']) => ({ name, labels: quoted(labels, '`') }),
);
const sorted = (metrics: typeof inCode) => [...metrics].sort((a, b) => a.name.localeCompare(b.name));

describe('docs/metrics.md', () => {
  it('has every metric there is, with its labels, and no other', () => {
    expect(inCode.length).toBeGreaterThan(20);
    expect(sorted(inList)).toEqual(sorted(inCode));
  });

  it('is held against every definition in the code', () => {
    const names = sources.flatMap((path) => [...read(path).matchAll(anyName)].map(([, name]) => name));
    expect(inCode.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('has every metric that the documents name', () => {
    const documents = ['README.md', ...globSync(['docs/**/*.md', '{apps,libs}/*/README.md'], { cwd: root })];
    const kinds =
      /\bcallbook_\w+_(?:total|seconds|events|unsent|connected|ready|consumers|letters|messages|version)\b/g;
    const named = documents.flatMap((path) => read(path).match(kinds) ?? []);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !inList.some((metric) => metric.name === name))).toEqual([]);
  });
});
