import { globSync } from 'node:fs';
import { configClasses } from './config-classes';
import { read, root } from './project-files';

const pages = globSync('docs/runbooks/*.md', { cwd: root }).sort();
const source = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root, exclude: (path) => /\.spec\.ts$/.test(path) }).map(
  read,
);
const lines = source.join('\n').split('\n');
const settings = ['webhook-gateway', 'booking', 'records', 'ops'].flatMap((app) =>
  [...configClasses(app).values()].flatMap(({ known }) => known),
);
/** Of the sample catalogue. */
const secrets = ['RETELL_WEBHOOK_KEY', 'CALCOM_API_KEY', 'CALCOM_WEBHOOK_SECRET'];

const prose = (page: string) => read(page).replace(/^```sql\n[\s\S]*?^```$/gm, '');
const codes = (page: string) => [...prose(page).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** A line of the source that has all of these in this order, as a template has its constant parts. */
const isWritten = (parts: readonly string[]) =>
  lines.some((line) => {
    const places = parts.map((part) => line.indexOf(part));
    return places.every((place, index) => place >= (places[index - 1] ?? 0));
  });

it('there is a page for every outage', () => {
  expect(pages.map((page) => page.slice('docs/runbooks/'.length))).toEqual([
    'README.md',
    'alerts.md',
    'broker-outage.md',
    'calcom-outage.md',
    'database-outage.md',
    'dead-letters.md',
    'erase-a-person.md',
    'gateway-outage.md',
    'owed-answers.md',
    'rebuild-records.md',
    'replay.md',
  ]);
});

describe.each(pages)('%s', (page) => {
  it('names metrics that there are', () => {
    const named = [...prose(page).matchAll(/\bcallbook_[a-z_]+/g)].map(([name]) => name);
    expect(named.filter((name) => !source.some((text) => new RegExp(`['.]${name}\\b`).test(text)))).toEqual([]);
  });

  it('names settings that there are', () => {
    const named = codes(page).filter((code) => /^[A-Z]+(_[A-Z]+)+$/.test(code));
    expect(named.filter((name) => ![...settings, ...secrets].includes(name))).toEqual([]);
  });

  it('quotes log lines as the apps write them', () => {
    const quoted = codes(page).filter((code) => code.includes('…') && code.includes(' ') && !code.startsWith('curl'));
    expect(quoted.filter((quote) => !isWritten(quote.split('…').filter((part) => part.trim())))).toEqual([]);
  });

  it('names error codes and outcomes that there are', () => {
    const words = codes(page).filter((code) => /^[a-z]+(_[a-z]+)+$/.test(code) && !code.startsWith('callbook_'));
    expect(words.filter((word) => !isWritten([word]) && !isWritten([word.replace(/^calcom_/, '')]))).toEqual([]);
  });
});
