import { sampleCatalogue } from '../../test/sample-catalogue';
import { parseCatalogueFile } from '../file/parse-catalogue-file';
import type { CatalogueRows } from '../rows/catalogue-rows';
import { contentOfFile } from '../rows/content-of-file';
import { CatalogueCopyUnusable, readCopy, writeCopy } from './catalogue-copy';

const loadedAt = new Date('2026-11-24T10:00:00.000Z');
const validity = { valid_from: '2026-11-01T08:00:00+00:00', valid_to: null };
const content = Object.entries(contentOfFile(parseCatalogueFile(sampleCatalogue())));
const rows = {
  version: 7,
  ...Object.fromEntries(content.map(([table, inTable]) => [table, inTable.map((row) => ({ ...row, ...validity }))])),
} as unknown as CatalogueRows;

/** The copy as JSON, with something in it changed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- damaged on purpose
function changed(change: (copy: any) => void): string {
  const copy: unknown = JSON.parse(writeCopy({ rows, loadedAt }));
  change(copy);
  return JSON.stringify(copy);
}

describe('a copy of the catalogue', () => {
  it('gives back the rows and when they were loaded', () => {
    expect(readCopy(writeCopy({ rows, loadedAt }))).toEqual({ rows, loadedAt });
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'the copy is not JSON'],
    ['half of one', writeCopy({ rows, loadedAt }).slice(0, 2_000), 'the copy is not JSON'],
    ['another text', '"Jonas Weber"', 'the copy is not of format 1'],
    ['null', 'null', 'the copy is not of format 1'],
    ['one of another format', changed((copy) => (copy.format = 2)), 'the copy is not of format 1'],
    ['one without a time', changed((copy) => delete copy.loadedAt), 'the copy has no time'],
    ['one without rows', changed((copy) => delete copy.rows), 'the rows do not fit at version'],
    ['one without a table', changed((copy) => delete copy.rows.staff), 'the rows do not fit at staff'],
    ['one with a row of nothing', changed((copy) => (copy.rows.agents[0] = null)), 'at agents[0].id'],
    ['one that lacks a column', changed((copy) => delete copy.rows.services[1].aliases), 'at services[1].aliases'],
    ['one with a wrong time', changed((copy) => (copy.rows.staff[0].valid_to = 'soon')), 'at staff[0].valid_to'],
    [
      'one with a wrong number',
      changed((copy) => (copy.rows.service_terms[0].minutes = '30')),
      'at service_terms[0].minutes',
    ],
  ])('is not %s', (_, text, problem) => {
    expect(() => readCopy(text)).toThrow(CatalogueCopyUnusable);
    expect(() => readCopy(text)).toThrow(problem);
  });

  it('holds references to secrets, and is not made of rows with a secret in them', () => {
    const [company, ...others] = rows.companies;
    const exposed = { ...company!, retell_webhook_keys: ['key_live_0123456789' as never] };
    const write = () => writeCopy({ rows: { ...rows, companies: [exposed, ...others] }, loadedAt });
    expect(write).toThrow('at companies[0].retell_webhook_keys');
    expect(write).not.toThrow('key_live');
  });

  it('may hold columns that are not known here', () => {
    const text = changed((copy) => (copy.rows.staff[0].pronouns = 'they'));
    expect(readCopy(text).rows.staff[0]).toMatchObject({ pronouns: 'they' });
  });
});
