import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandVerbs } from './command-verbs';
import { configClasses } from './config-classes';
import { exists, read, root } from './project-files';

const pages = globSync('docs/runbooks/*.md', { cwd: root }).sort();
const source = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root, exclude: (path) => /\.spec\.ts$/.test(path) }).map(
  read,
);
const lines = source.join('\n').split('\n');
const settings = ['webhook-gateway', 'booking', 'records', 'ops'].flatMap((app) =>
  [...configClasses(app).values()].flatMap(({ known }) => known),
);
const verbs = commandVerbs();
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

  it('calls verbs of the callbook command that there are', () => {
    const called = [...read(page).matchAll(/(?:npx |`)callbook ([a-z]+(?: [a-z]+)?)/g)].map(([, verb = '']) => verb);
    const isVerb = (words: string) => verbs.some((verb) => words === verb || words.startsWith(`${verb} `));
    expect(called.filter((words) => !isVerb(words))).toEqual([]);
  });

  it('links to pages and headings that there are', () => {
    const broken = [...prose(page).matchAll(/\]\(([^)#:]*)(?:#([^)]+))?\)/g)].filter(([, file, heading]) => {
      const target = file ? join(dirname(page), file) : page;
      if (!exists(target)) return true;
      const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^a-z ]/g, '')
          .replaceAll(' ', '-'),
      );
      return heading !== undefined && !headings.includes(heading);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});
