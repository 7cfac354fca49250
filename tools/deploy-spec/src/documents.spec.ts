import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandVerbs } from './command-verbs';
import { exists, filesIn, read, root } from './project-files';

const pages = ['README.md', ...globSync(['docs/**/*.md', '{apps,libs,tools}/*/README.md'], { cwd: root })].sort();
const verbs = commandVerbs();
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const linksIn = (page: string) =>
  [...read(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(([, file, heading]) => ({
    target: file ? join(dirname(page), file) : page,
    heading,
  }));
/** As GitHub names them. */
const headingsIn = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
const leadsTo = (page: string) => linksIn(page).map(({ target }) => target);

describe.each(pages)('%s', (page) => {
  it('links to pages and headings that there are', () => {
    const broken = linksIn(page).filter(
      ({ target, heading }) => !exists(target) || (heading && !headingsIn(target).includes(heading)),
    );
    expect(broken).toEqual([]);
  });

  it('calls npm scripts that there are', () => {
    const called = [...read(page).matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)\b(?! -w)/g)].map(
      ([, name]) => name,
    );
    expect(called.filter((name = '') => !(name in scripts))).toEqual([]);
  });

  it('calls verbs of the callbook command that there are', () => {
    const called = [...read(page).matchAll(/(?:npx |`)callbook ([a-z]+(?: [a-z]+)?)/g)].map(([, words = '']) => words);
    const isVerb = (words: string) => verbs.some((verb) => words === verb || words.startsWith(`${verb} `));
    const isGroup = (word: string) => verbs.some((verb) => verb.startsWith(`${word} `));
    expect(called.filter((words) => !isVerb(words) && !isGroup(words))).toEqual([]);
  });
});

it('the README leads to every app, library and tool', () => {
  const projects = ['apps', 'libs', 'tools'].flatMap(filesIn).map((project) => join(project, 'README.md'));
  const there = projects.filter(exists);
  expect(there.length).toBeGreaterThan(20);
  expect(there.filter((path) => !leadsTo('README.md').includes(path))).toEqual([]);
});

it('docs/README.md leads to everything in docs', () => {
  const there = [...filesIn('docs'), ...filesIn('docs/runbooks')].filter((path) => /\.(md|yaml)$/.test(path));
  const led = [...leadsTo('docs/README.md'), 'docs/README.md'];
  expect(there.filter((path) => !led.includes(path))).toEqual([]);
});
