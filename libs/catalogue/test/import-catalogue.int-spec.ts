import { createDataSource, migrate, roles } from '@callbook/database';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import {
  Catalogue,
  CatalogueFileError,
  catalogueFromFile,
  CompaniesMissing,
  exportCatalogue,
  importCatalogueText,
  type ImportReport,
} from '../src';
import { loadRows } from '../src/rows/load-rows';
import { sampleCatalogue } from './sample-catalogue';

const salon = 'salon-lindenhof';

describe('importing a catalogue', () => {
  let database: TestDatabase;
  let ops: DataSource;
  beforeEach(async () => {
    database = await testDatabase({ migrate, roles });
    ops = await database.connect(createDataSource, 'callbook_ops');
  });
  afterEach(() => database.close());

  const importText = (text: string, options = {}) => importCatalogueText(ops, text, { by: 'spec', ...options });
  const importSample = (replacements?: Record<string, string>) => importText(sampleCatalogue(replacements));
  const stored = async () => new Catalogue(await loadRows(ops));
  const versions = () => database.query('SELECT version, imported_by, file_digest FROM catalogue.imports ORDER BY 1');

  it('fills an empty database with what the file says, as version 1', async () => {
    const report = await importSample();
    expect(report).toMatchObject({ version: 1, changed: true });
    const file = catalogueFromFile(sampleCatalogue());
    const created = file.companies().flatMap(({ slug }) => file.services(slug)).length;
    expect(report.tables.services).toEqual({ created, changed: 0, ended: 0, unchanged: 0 });
    expect(contentOf(await stored())).toEqual(contentOf(file));
    expect(await versions()).toEqual([
      { version: 1, imported_by: 'spec', file_digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it('changes nothing the second time, and makes no version', async () => {
    await importSample();
    const before = await loadRows(ops);
    const report = await importSample();
    expect(report).toMatchObject({ version: 1, changed: false });
    expect(sumOf(report)).toMatchObject({ created: 0, changed: 0, ended: 0 });
    expect(await loadRows(ops)).toEqual(before);
  });

  it('changes nothing when what was exported is imported again', async () => {
    await importSample();
    expect(await importText(await exportCatalogue(ops))).toMatchObject({ version: 1, changed: false });
  });

  it('keeps old prices for bookings made before, the new one counts from the import on', async () => {
    await importSample();
    const before = new Date();
    const report = await importSample({ '89.00 EUR': '95.00 EUR', '62.00 EUR': '64.00 EUR' });
    expect(report.tables).toMatchObject({ service_terms: { changed: 1 }, service_staff: { changed: 1 } });

    const catalogue = await stored();
    const colouring = catalogue.findService(salon, 'Färben')!;
    const cut = catalogue.findService(salon, 'Damenhaarschnitt')!;
    const sofia = catalogue.findStaff(salon, 'Sofia')!.id;
    const longAgo = new Date('2020-01-01');
    const soon = new Date(Date.now() + 60_000);
    expect([longAgo, before, soon].map((at) => catalogue.priceOf(colouring.id, null, at)?.minor)).toEqual([
      8900, 8900, 9500,
    ]);
    expect([before, soon].map((at) => catalogue.priceOf(cut.id, sofia, at)?.minor)).toEqual([6200, 6400]);
    expect(colouring.price?.minor).toBe(9500);
  });

  it('ends what the file no longer has, deletes nothing, and takes it back with its old id', async () => {
    await importSample();
    const before = await stored();
    const colouring = before.findService(salon, 'Färben')!;
    const priced = new Date();
    const withoutColouring = sampleCatalogue().replace(/ {6}faerben:[^]*?(?= {6}dauerwelle:)/, '');

    const report = await importText(withoutColouring);
    expect(report.tables).toMatchObject({
      services: { ended: 1 },
      service_terms: { ended: 1 },
      service_staff: { ended: 1 },
    });
    const after = await stored();
    expect(after.findService(salon, 'Färben')).toBeUndefined();
    expect(after.service(colouring.id)).toMatchObject({ active: false, minutes: 90, price: { minor: 8900 } });
    expect(after.priceOf(colouring.id, null, priced)?.minor).toBe(8900);
    expect(after.priceOf(colouring.id, null, new Date(Date.now() + 60_000))).toBeNull();
    expect(after.serviceOfEventType(salon, 2004, priced)?.id).toBe(colouring.id);

    await importSample();
    expect((await stored()).findService(salon, 'Färben')).toEqual(colouring);
  });

  it('knows whose Cal.com user it was when it goes to somebody else', async () => {
    await importSample();
    const then = new Date();
    await importSample({ 'calcomUserId: 1003': 'calcomUserId: 1013', 'calcomUserId: 1002': 'calcomUserId: 1003' });
    const catalogue = await stored();
    expect(catalogue.staffOfCalcomUser(salon, 1003, then)?.key).toBe('sofia');
    expect(catalogue.staffOfCalcomUser(salon, 1003)?.key).toBe('mehmet');
    expect(catalogue.staffOfCalcomUser(salon, 1002)?.key).toBe('mehmet');
    expect(catalogue.staffOfCalcomUser(salon, 1013)?.key).toBe('sofia');
  });

  it('still knows who has left', async () => {
    const withoutMemo = { '        aliases: [Memo]\n': '' };
    await importSample(withoutMemo);
    const mehmet = (await stored()).findStaff(salon, 'Mehmet')!;
    const left = sampleCatalogue(withoutMemo)
      .replace(/ {6}mehmet:\n {8}name[^]*?(?= {6}sofia:)/, '')
      .replaceAll(/ {10}mehmet:.*\n/g, '');
    await importText(left);
    const catalogue = await stored();
    expect(catalogue.findStaff(salon, 'Mehmet')).toBeUndefined();
    expect(catalogue.staffOfCalcomUser(salon, 1002)).toEqual({ ...mehmet, active: false });
    expect(catalogue.staffOfEmail(salon, mehmet.email)).toEqual([{ ...mehmet, active: false }]);
  });

  it('takes a choice of hosts as a change of terms, and writes it back as it was', async () => {
    await importSample();
    const report = await importSample({ 'calcomEventType: 2004': 'calcomEventType: 2004\n        hostSubsets: true' });
    expect(report.tables.service_terms).toMatchObject({ created: 0, changed: 1, ended: 0 });
    expect((await stored()).findService(salon, 'Färben')).toMatchObject({ calcomEventTypeId: 2004, hostSubsets: true });
    expect(await importText(await exportCatalogue(ops))).toMatchObject({ changed: false });

    await importSample();
    expect((await stored()).findService(salon, 'Färben')).toMatchObject({
      calcomEventTypeId: 2004,
      hostSubsets: false,
    });
  });

  it('changes names in place', async () => {
    await importSample();
    const { id } = (await stored()).findStaff(salon, 'Anna')!;
    const report = await importSample({ 'name: Anna Berger': 'name: Anna Schulz' });
    expect(report.tables.staff).toEqual({ created: 0, changed: 1, ended: 0, unchanged: 3 });
    expect((await stored()).staff(id)?.name).toBe('Anna Schulz');
    expect(await database.query('SELECT 1 FROM catalogue.staff WHERE id = $1', [id])).toHaveLength(1);
  });

  it('refuses a file that lacks a company, unless told to end it', async () => {
    await importSample();
    const salonAlone = sampleCatalogue().replace(/ {2}praxis-am-markt:[^]*/, '');
    await expect(importText(salonAlone)).rejects.toThrow(CompaniesMissing);
    expect((await stored()).company('praxis-am-markt')).toBeDefined();

    await importText(salonAlone, { endMissingCompanies: true });
    const catalogue = await stored();
    expect(catalogue.company('praxis-am-markt')).toBeUndefined();
    expect(catalogue.companyOfAgent('agent_sandbox_praxis')).toBeUndefined();
    expect(await importText(await exportCatalogue(ops))).toMatchObject({ changed: false });
  });

  it('writes nothing of a file that is wrong', async () => {
    await importSample();
    await expect(importSample({ '89.00 EUR': '95.00 EUR', 'Europe/Berlin': 'Europe/Nowhere' })).rejects.toThrow(
      CatalogueFileError,
    );
    expect((await stored()).version).toBe(1);
  });

  it('makes one version of an import that several start at once', async () => {
    const reports = await Promise.all([1, 2, 3, 4].map(() => importSample()));
    expect(reports.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await versions()).toHaveLength(1);
  });

  it('lets an agent move to another company but never belong to two', async () => {
    await importSample();
    const rows = await loadRows(ops);
    await expect(
      database.query('INSERT INTO catalogue.agents VALUES (gen_random_uuid(), $1, $2, now())', [
        rows.companies.find(({ slug }) => slug === 'praxis-am-markt')!.id,
        'agent_sandbox_lindenhof',
      ]),
    ).rejects.toThrow('agents_retell_agent_id_key');

    await importSample({ agent_sandbox_lindenhof: 'agent_new', agent_sandbox_praxis: 'agent_sandbox_lindenhof' });
    expect((await stored()).companyOfAgent('agent_sandbox_lindenhof')?.slug).toBe('praxis-am-markt');
  });

  it('is the only way in: the database refuses a literal secret', async () => {
    await importSample();
    await expect(database.query(`UPDATE catalogue.companies SET calcom_api_key = 'cal_live_x'`)).rejects.toThrow(
      'secret_reference',
    );
    await expect(database.query(`UPDATE catalogue.companies SET retell_webhook_keys = '{key_x}'`)).rejects.toThrow(
      'secret_reference',
    );
  });
});

/** Everything but the version and the time of the import. */
function contentOf(catalogue: Catalogue): object {
  return catalogue.companies().map((company) => ({
    company,
    staff: catalogue.staffOf(company.slug),
    services: catalogue.services(company.slug),
  }));
}

function sumOf({ tables }: ImportReport): object {
  const counts = Object.values(tables);
  const sum = (kind: keyof (typeof counts)[number]) => counts.reduce((total, count) => total + count[kind], 0);
  return { created: sum('created'), changed: sum('changed'), ended: sum('ended'), unchanged: sum('unchanged') };
}
