import { Health, ObservabilityModule } from '@callbook/observability';
import { eventually, TcpProxy, testDatabase, type TestDatabase } from '@callbook/testing';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { DatabaseConnection, DatabaseModule, NoDatabase } from '../src';

describe('an app that can do without the database', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let app: TestingModule | undefined;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  const lines: string[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    process.on('unhandledRejection', onRejection);
  });
  beforeEach(async () => {
    proxy = await TcpProxy.open(database.url);
    lines.length = 0;
    const note = (...said: unknown[]) => void lines.push(said.filter((part) => typeof part === 'string').join(' '));
    for (const level of ['log', 'warn', 'error'] as const) jest.spyOn(Logger.prototype, level).mockImplementation(note);
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await proxy.close();
    jest.restoreAllMocks();
    expect(rejections).toEqual([]);
  });
  afterAll(async () => {
    process.off('unhandledRejection', onRejection);
    await database.close();
  });

  async function start(required: boolean): Promise<TestingModule> {
    const built = await Test.createTestingModule({
      imports: [
        ObservabilityModule.forRoot({ app: 'spec', logLevel: 'silent' }),
        DatabaseModule.forRoot({ url: proxy.url, applicationName: 'later-spec', required }),
      ],
    }).compile();
    app = await built.init();
    return app;
  }
  const one = () => app!.get(DataSource).query('SELECT 1 AS one');
  const told = (what: string) => lines.filter((line) => line.includes(what)).length;

  it('begins connected where the database is there', async () => {
    await start(false);
    expect(await one()).toEqual([{ one: 1 }]);
    expect(lines.filter((line) => line.includes('database'))).toEqual([]);
  });

  it('starts without it, is ready, is refused every query at once, and is connected when it is back', async () => {
    await proxy.refuse();
    await start(false);
    const connected = jest.fn();
    app!.get(DatabaseConnection).onConnected(connected);
    await expect(one()).rejects.toThrow('Driver not Connected');
    expect((await app!.get(Health).readiness()).checks).toEqual({});
    expect(connected).not.toHaveBeenCalled();

    await proxy.heal();
    await eventually('a connection', () => connected.mock.calls.length > 0);
    expect(await one()).toEqual([{ one: 1 }]);
    expect([told('the database is away'), told('the database is there')]).toEqual([1, 1]);
    const late = jest.fn();
    app!.get(DatabaseConnection).onConnected(late);
    expect([late.mock.calls.length, connected.mock.calls.length]).toEqual([1, 1]);
  });

  it.each<[string, () => Promise<void> | void]>([
    ['refuses', () => proxy.refuse()],
    ['takes connections and says nothing', () => proxy.silence()],
    ['answers after seconds', () => proxy.delay(1_500)],
  ])('stops within seconds while the database %s', async (_, fault) => {
    await fault();
    await start(false);
    const begun = performance.now();
    await app!.close();
    app = undefined;
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it('stops within seconds when the database falls silent on its connections', async () => {
    await start(false);
    await one();
    proxy.silence();
    const begun = performance.now();
    await app!.close();
    app = undefined;
    expect(performance.now() - begun).toBeLessThan(4_000);
  });

  it('is another one than the app that cannot: that does not start, and says what to do', async () => {
    await proxy.refuse();
    const failure = await start(true).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NoDatabase);
    expect((failure as NoDatabase).next).toContain('Is PostgreSQL running');
    await proxy.heal();
    await start(true);
    expect((await app!.get(Health).readiness()).checks).toEqual({ database: 'ok' });
  });
});
