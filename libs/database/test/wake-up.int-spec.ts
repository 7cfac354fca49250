import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import { Logger } from '@nestjs/common';
import { WakeUp } from '../src';

const channel = 'spec_announcements';

describe('waking up', () => {
  let database: TestDatabase;
  let wakeUp: WakeUp;
  let wakes: number;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await testDatabase();
  });
  afterEach(() => wakeUp.stop());
  afterAll(() => database.close());

  function start(pollMs: number): void {
    wakes = 0;
    wakeUp = new WakeUp({ url: database.url, channel, pollMs, onWake: () => void wakes++ });
    wakeUp.start();
  }
  const announce = () => database.query(`SELECT pg_notify('${channel}', '')`);
  const listeners = () =>
    database.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [
      `callbook-listens-${channel}`,
    ]);

  it('happens when listening begins, and at each announcement', async () => {
    start(60_000);
    await eventually('a wake when listening began', () => wakes === 1);
    await announce();
    await eventually('a wake at the announcement', () => wakes === 2);
  });

  it('happens again after the connection was lost', async () => {
    start(200);
    const lost = await eventually('a listener', async () => (await listeners())[0]);
    await database.query('SELECT pg_terminate_backend($1)', [lost.pid]);
    await eventually('a new listener', async () => (await listeners()).some(({ pid }) => pid !== lost.pid));
  });

  it('happens by polling alone while the database is not reachable, which is told once', async () => {
    wakes = 0;
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const unreachable = Object.assign(new URL(database.url), { port: '1' }).toString();
    wakeUp = new WakeUp({ url: unreachable, channel, pollMs: 20, onWake: () => void wakes++ });
    wakeUp.start();
    await eventually('three polls, and listening tried as often', () => wakes >= 30);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('leaves no connection behind when it stops', async () => {
    start(60_000);
    await eventually('a listener', () => wakes === 1);
    await wakeUp.stop();
    await eventually('no listener', async () => (await listeners()).length === 0);
  });
});
