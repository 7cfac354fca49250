import { createDataSource, DatabaseModule, migrate, roles } from '@callbook/database';
import { ObservabilityModule } from '@callbook/observability';
import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { CatalogueModule, CatalogueSource, importCatalogueText, SecretResolver } from '../src';
import type { CachedCatalogue } from '../src/snapshot/cached-catalogue';
import { sampleCatalogue } from './sample-catalogue';

const salon = 'salon-lindenhof';

describe("an app's catalogue", () => {
  let database: TestDatabase;
  let ops: DataSource;
  let app: TestingModule;
  beforeEach(async () => {
    database = await testDatabase({ migrate, roles });
    ops = await database.connect(createDataSource);
    const url = database.urlFor('callbook_gateway');
    app = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ app: 'spec', logLevel: 'silent' }),
        DatabaseModule.forRoot({ url, applicationName: 'source-spec-app' }),
        CatalogueModule.forRoot({ environment: { CALCOM_API_KEY: 'cal_1' } }),
      ],
    }).compile();
    app.useLogger(false);
    await app.init();
  });
  afterEach(async () => {
    await app.close();
    await database.close();
  });

  const current = () => app.get(CatalogueSource).current();
  const importSample = (replacements?: Record<string, string>) =>
    importCatalogueText(ops, sampleCatalogue(replacements), { by: 'spec' });
  const whenVersionIs = (version: number) => eventually(`version ${version}`, () => current().version === version);

  it('is empty before the first import, and there soon after it', async () => {
    expect(current().version).toBe(0);
    expect(current().company(salon)).toBeUndefined();
    await importSample();
    await whenVersionIs(1);
    expect(current().findService(salon, 'Dauerwelle')?.segments).toHaveLength(4);
  });

  it('follows every import, and what was got before stays as it was', async () => {
    await importSample();
    await whenVersionIs(1);
    const first = current();
    await importSample({ 'de: Färben': 'de: Haarfarbe' });
    await whenVersionIs(2);
    expect(current().findService(salon, 'Haarfarbe')).toBeDefined();
    expect(first.findService(salon, 'Haarfarbe')).toBeUndefined();
  });

  it('is loaded with one statement, however many rows', async () => {
    await importSample();
    await whenVersionIs(1);
    const query = jest.spyOn(app.get(DataSource), 'query');
    await importSample({ 'de: Färben': 'de: Haarfarbe' });
    await whenVersionIs(2);
    expect(query.mock.calls.filter(([sql]) => sql.includes('json_agg'))).toHaveLength(1);
  });

  it('stays while the database is away, and follows again afterwards', async () => {
    await importSample();
    await whenVersionIs(1);
    const name = new URL(database.url).pathname.slice(1);
    const server = new Client({
      connectionString: Object.assign(new URL(database.url), { pathname: '/postgres' }).toString(),
    });
    await server.connect();
    await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
    );

    const cache = app.get(CatalogueSource) as CachedCatalogue;
    await cache.refresh();
    expect(current().company(salon)?.name).toBe('Salon Lindenhof');

    await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await server.end();
    await importSample({ 'name: Salon Lindenhof': 'name: Lindenhof' });
    await cache.refresh();
    expect(current().company(salon)?.name).toBe('Lindenhof');
  });

  it('resolves the secrets it refers to from the environment that it was given', async () => {
    await importSample();
    await whenVersionIs(1);
    expect(app.get(SecretResolver).resolve(current().company(salon)!.calcomApiKey)).toBe('cal_1');
  });
});
