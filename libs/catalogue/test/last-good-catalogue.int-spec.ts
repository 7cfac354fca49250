import { createDataSource, DatabaseModule, migrate, roles } from '@callbook/database';
import { Health, metricsRegistry, ObservabilityModule } from '@callbook/observability';
import { eventually, TcpProxy, testDatabase, type TestDatabase } from '@callbook/testing';
import { Logger, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { DataSource } from 'typeorm';
import { CatalogueModule, CatalogueSource, importCatalogueText, LastGoodCatalogue } from '../src';
import { sampleCatalogue } from './sample-catalogue';

const salon = 'salon-lindenhof';

/** A place for the copy that outlives the app. */
class Shelf extends LastGoodCatalogue {
  text?: string;
  writes = 0;
  broken = false;

  read(): string | undefined {
    if (this.broken) throw new Error('the shelf is broken');
    return this.text;
  }

  write(text: string): void {
    if (this.broken) throw new Error('the shelf is broken');
    this.text = text;
    this.writes += 1;
  }
}

describe('an app that keeps a copy of the catalogue', () => {
  let database: TestDatabase;
  let ops: DataSource;
  let proxy: TcpProxy;
  let shelf: Shelf;
  let app: TestingModule | undefined;
  const lines: string[] = [];

  beforeEach(async () => {
    database = await testDatabase({ migrate, roles });
    ops = await database.connect(createDataSource);
    proxy = await TcpProxy.open(database.urlFor('callbook_gateway'));
    shelf = new Shelf();
    lines.length = 0;
    const note = (...said: unknown[]) => void lines.push(said.filter((part) => typeof part === 'string').join(' '));
    for (const level of ['log', 'warn', 'error'] as const) jest.spyOn(Logger.prototype, level).mockImplementation(note);
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await proxy.close();
    await database.close();
    jest.restoreAllMocks();
  });

  async function start(): Promise<void> {
    @Module({ providers: [{ provide: LastGoodCatalogue, useValue: shelf }], exports: [LastGoodCatalogue] })
    class ShelfModule {}
    const built = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ app: 'spec', logLevel: 'silent' }),
        DatabaseModule.forRoot({ url: proxy.url, applicationName: 'last-good-spec', required: false }),
        CatalogueModule.forRoot({ lastGood: { module: ShelfModule } }),
      ],
    }).compile();
    app = await built.init();
  }
  async function restartWithoutDatabase(): Promise<void> {
    await app?.close();
    await proxy.refuse();
    await start();
  }
  const current = () => app!.get(CatalogueSource).current();
  const readiness = () => app!.get(Health).readiness();
  const importSample = (replacements?: Record<string, string>) =>
    importCatalogueText(ops, sampleCatalogue(replacements), { by: 'spec' });
  const whenVersionIs = (version: number) => eventually(`version ${version}`, () => current().version === version);
  const said = (what: string) => lines.filter((line) => line.includes(what)).length;
  const age = async () => {
    const metric = await metricsRegistry.getSingleMetric('callbook_catalogue_age_seconds')!.get();
    return metric.values[0]?.value;
  };

  it('starts with it while the database is away, is ready, and takes over the newest when that is back', async () => {
    await importSample();
    await start();
    const before = current();
    await restartWithoutDatabase();
    expect(current()).toEqual(before);
    expect(await readiness()).toEqual({ status: 'ok', checks: { catalogue: 'ok' } });
    expect(said('catalogue is the last good copy: version 1, loaded at 20')).toBe(1);

    await importSample({ 'name: Salon Lindenhof': 'name: Lindenhof' });
    await proxy.heal();
    await whenVersionIs(2);
    expect(current().company(salon)?.name).toBe('Lindenhof');
    await importSample({ 'name: Salon Lindenhof': 'name: Am Lindenhof' });
    await whenVersionIs(3); // it listens, too
  });

  it('replaces it whenever it loads another version', async () => {
    await importSample();
    await start();
    expect(shelf.writes).toBe(1);
    await importSample({ 'name: Salon Lindenhof': 'name: Lindenhof' });
    await whenVersionIs(2);
    await eventually('a second copy', () => shelf.writes === 2);
    await restartWithoutDatabase();
    expect(current().company(salon)?.name).toBe('Lindenhof');
  });

  it('believes the database, not the copy, when both have the same version', async () => {
    await importSample();
    await start();
    await restartWithoutDatabase();
    shelf.text = shelf.text!.replace('"Salon Lindenhof"', '"Another Salon"');
    await restartWithoutDatabase();
    expect(current().company(salon)?.name).toBe('Another Salon');
    await proxy.heal();
    await eventually("the database's", () => current().company(salon)?.name === 'Salon Lindenhof');
  });

  it.each<[string, (shelf: Shelf) => void]>([
    ['was never written', () => undefined],
    ['is damaged', (on) => (on.text = on.text?.slice(0, 500))],
    ['cannot be read', (on) => (on.broken = true)],
  ])('starts where it %s, is not ready and says why, until the database is there', async (how, damage) => {
    await importSample();
    if (how !== 'was never written') await start();
    damage(shelf);
    await restartWithoutDatabase();
    expect(() => current()).toThrow('no catalogue');
    const why = 'no catalogue: the database has not given one yet, and there is no copy of an earlier one';
    expect(await readiness()).toEqual({ status: 'not_ready', checks: { catalogue: why } });
    expect(said('no catalogue, nor a copy of one')).toBe(1);
    expect(said('the copy of the catalogue cannot be used')).toBe(how === 'was never written' ? 0 : 1);

    await proxy.heal();
    await eventually('readiness', async () => (await readiness()).status === 'ok');
    expect(current().version).toBe(1);
  });

  it('does not keep a copy of nothing, nor fails because none can be kept', async () => {
    await start();
    expect([current().version, shelf.writes]).toEqual([0, 0]);
    shelf.broken = true;
    await importSample();
    await whenVersionIs(1);
    expect(said('no copy of the catalogue could be kept')).toBe(1);
  });

  it('tells how old what it works with is', async () => {
    await importSample();
    await start();
    expect(await age()).toBeLessThan(5);
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    shelf.text = shelf.text!.replace(/"loadedAt":"[^"]+"/, `"loadedAt":"${hourAgo}"`);
    await restartWithoutDatabase();
    expect(await age()).toBeGreaterThan(3_599);
    await proxy.heal();
    await eventually('a young one', async () => ((await age()) ?? 1_000) < 60);
  });

  it('is told once that the database went away, and goes on', async () => {
    await importSample();
    await start();
    await proxy.refuse();
    const { refresh } = app!.get(CatalogueSource) as unknown as { refresh(): Promise<void> };
    for (let looks = 0; looks < 3; looks += 1) await refresh.call(app!.get(CatalogueSource));
    expect(said('catalogue stays at version 1')).toBe(1);
    expect((await readiness()).status).toBe('ok');
  });
});
