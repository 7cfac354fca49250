import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { metricsRegistry } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import { Spool } from '../src/spool/spool';
import { SpoolFull, SpoolInUse, SpoolUnusable } from '../src/spool/spool-errors';
import { SystemClock } from '../src/time/clock';
import { eventNamed } from './support/events';
import { freshSpoolPath } from './support/gateway';
import { emptied, openSpool } from './support/spool';

beforeAll(() => Logger.overrideLogger(false)); // most of what is tried here is an alarm

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `event-${index}`);
const at = (ms: number) => new Date(Date.UTC(2026, 10, 21) + ms);

async function filled(path: string, what: readonly string[], padding = ''): Promise<void> {
  const spool = openSpool(path);
  await Promise.all(what.map((name, index) => spool.add(eventNamed(name, padding), at(index))));
  spool.close();
}

describe('the spool', () => {
  it('gives back what was put into it, in order of arrival, after a restart too', async () => {
    const path = freshSpoolPath();
    const spool = openSpool(path);
    const second = eventNamed('second');
    await spool.add(second, at(2));
    expect(spool.next()?.event).toEqual(JSON.parse(JSON.stringify(second)));
    await spool.add(eventNamed('third'), at(3));
    await spool.add(eventNamed('first'), at(1));
    spool.close();
    const restarted = openSpool(path);
    expect(emptied(restarted)).toEqual(['first', 'second', 'third']);
    restarted.close();
    expect(emptied(openSpool(path))).toEqual([]);
  });

  it('keeps one copy of an event that comes twice', async () => {
    const spool = openSpool();
    await Promise.all([spool.add(eventNamed('one'), at(1)), spool.add(eventNamed('one'), at(2))]);
    await spool.add(eventNamed('one'), at(3));
    expect(emptied(spool)).toEqual(['one']);
  });

  it('can be read by nobody else', async () => {
    const path = freshSpoolPath();
    writeFileSync(mkdirFor(path), '', { mode: 0o644 });
    await filled(path, ['one']);
    const modes = readdirSync(dirname(path)).map((name) => statSync(join(dirname(path), name)).mode & 0o077);
    expect(modes).toEqual(modes.map(() => 0));
  });

  it('overwrites what it no longer needs', async () => {
    const path = freshSpoolPath();
    await filled(path, ['very-personal']);
    expect(readFileSync(path).includes('very-personal')).toBe(true);
    const spool = openSpool(path);
    emptied(spool);
    spool.close();
    expect(
      readdirSync(dirname(path)).map((name) => readFileSync(join(dirname(path), name)).includes('personal')),
    ).toEqual(readdirSync(dirname(path)).map(() => false));
  });

  it('does not accept what has no room, and does again once there is room', async () => {
    const spool = openSpool(freshSpoolPath(), 64 * 1024);
    const stored: string[] = [];
    for (const name of names(100)) {
      await spool.add(eventNamed(name, 'x'.repeat(2_000)), new Date()).then(
        () => stored.push(name),
        (error: unknown) => expect(error).toBeInstanceOf(SpoolFull),
      );
    }
    expect(stored.length).toBeGreaterThan(10);
    expect(stored.length).toBeLessThan(32);
    expect(spool.trouble).toBeInstanceOf(SpoolFull);
    expect(emptied(spool)).toEqual(stored);
    expect(spool.trouble).toBeUndefined();
    await spool.add(eventNamed('later'), new Date());
    expect(emptied(spool)).toEqual(['later']);
  });

  it('is not there where nothing can be written, and is as soon as it can', async () => {
    const path = freshSpoolPath();
    writeFileSync(dirname(path), 'a file where the folder should be');
    const spool = new Spool({ path, maxBytes: 1_000_000 }, new SystemClock());
    expect(() => spool.open()).toThrow(SpoolUnusable);
    await expect(spool.add(eventNamed('one'), new Date())).rejects.toThrow(SpoolUnusable);
    execFileSync('rm', [dirname(path)]);
    await spool.add(eventNamed('two'), new Date());
    expect(emptied(spool)).toEqual(['two']);
  });

  it('belongs to one process at a time', async () => {
    const path = freshSpoolPath();
    const spool = openSpool(path);
    expect(() => openSpool(path)).toThrow(SpoolInUse);
    const other = spawnSync(process.execPath, [join(__dirname, 'fixtures/open-spool.js'), path], { encoding: 'utf8' });
    expect(other.stderr).toContain(
      `Another process uses the spool ${path}: give every replica a SPOOL_PATH of its own.`,
    );
    spool.close();
    openSpool(path).close();
  });
});

describe('a damaged spool', () => {
  const damagedFiles = (path: string) => readdirSync(dirname(path)).filter((name) => name.includes('.damaged-'));
  const alarms = async () => {
    const metric = await metricsRegistry.getSingleMetric('callbook_gateway_spool_set_aside_total')?.get();
    return metric?.values[0]?.value ?? 0;
  };

  it('with a changed event is set aside with an alarm, and everything else is forwarded first', async () => {
    const path = freshSpoolPath();
    await filled(path, ['one', 'two', 'three']);
    const bytes = readFileSync(path);
    const where = bytes.indexOf('call_two');
    overwrite(path, where, 'call_owt');
    const before = await alarms();
    const spool = openSpool(path);
    await spool.add(eventNamed('four'), new Date());
    expect(emptied(spool)).toEqual(['one', 'three', 'four']);
    expect(damagedFiles(path)).toEqual([expect.stringMatching(/^spool\.sqlite\.damaged-\d{4}-\d\d-\d\dT[\d-]+Z$/)]);
    expect((await alarms()) - before).toBe(1);
    const aside = readFileSync(join(dirname(path), damagedFiles(path)[0] as string));
    expect(aside.indexOf('call_owt')).toBe(where);
  });

  it('with pages of garbage in its middle gives what lies before and behind them', async () => {
    const path = freshSpoolPath();
    await filled(path, names(60), 'x'.repeat(1_500));
    const { size } = statSync(path);
    overwrite(path, Math.floor(size / 2 / 4096) * 4096, '\u00ff'.repeat(4096));
    const rescued = emptied(openSpool(path));
    expect(rescued.length).toBeGreaterThan(40);
    expect(rescued.length).toBeLessThan(60);
    expect(rescued).toEqual(names(60).filter((name) => rescued.includes(name)));
    expect(rescued).toEqual(expect.arrayContaining(['event-0', 'event-59']));
    expect(damagedFiles(path)).toHaveLength(1);
  });

  it('that was cut short gives what is left', async () => {
    const path = freshSpoolPath();
    await filled(path, names(60), 'x'.repeat(1_500));
    truncateSync(path, Math.floor(statSync(path).size / 2));
    const rescued = emptied(openSpool(path));
    expect(rescued.length).toBeGreaterThan(10);
    expect(damagedFiles(path)).toHaveLength(1);
  });

  it.each<[string, (path: string) => void]>([
    ['is no database at all', (path) => writeFileSync(path, 'garbage '.repeat(1_000))],
    ['has lost its first page', (path) => overwrite(path, 0, '\0'.repeat(4096))],
  ])('that %s is set aside, and the new one works', async (_, damage) => {
    const path = freshSpoolPath();
    await filled(path, names(3));
    damage(path);
    const spool = openSpool(path);
    await spool.add(eventNamed('new'), new Date());
    expect(emptied(spool)).toEqual(['new']);
    expect(damagedFiles(path)).toHaveLength(1);
  });

  it('that is damaged while it is open is set aside then', async () => {
    const path = freshSpoolPath();
    const spool = openSpool(path);
    const all = names(1_500); // more than is kept in memory
    await Promise.all(all.map((name, index) => spool.add(eventNamed(name, 'x'.repeat(3_000)), at(index))));
    overwrite(path, readFileSync(path).lastIndexOf('call_event-1"'), 'call_event-x"');
    await spool.add(eventNamed('last'), new Date());
    const rest = all.filter((name) => name !== 'event-1');
    expect(emptied(spool)).toEqual([...rest, 'last']);
  });

  it('whose rescue was interrupted is rescued again, and one whose rescue was complete is not lost', async () => {
    const path = freshSpoolPath();
    await filled(path, ['one', 'two']);
    await filled(`${path}.rescue`, ['one']);
    const again = openSpool(path);
    expect(emptied(again)).toEqual(['one', 'two']);
    again.close();
    const other = freshSpoolPath();
    await filled(`${other}.rescue`, ['one', 'two']);
    expect(emptied(openSpool(other))).toEqual(['one', 'two']);
    expect(existsSync(`${other}.rescue`)).toBe(false);
  });
});

describe('a spool that is empty or gone where one had been', () => {
  const alarms = async () => {
    const metric = await metricsRegistry.getSingleMetric('callbook_gateway_spool_lost_total')?.get();
    return metric?.values[0]?.value ?? 0;
  };
  const alarmsOf = async (open: () => Spool) => {
    const before = await alarms();
    open().close();
    return (await alarms()) - before;
  };

  it.each<[string, (path: string) => void]>([
    ['was cut to nothing', (path) => truncateSync(path)],
    ['was deleted', (path) => rmSync(path)],
  ])('because it %s raises an alarm, once, and works', async (_, lose) => {
    const path = freshSpoolPath();
    await filled(path, ['one']);
    lose(path);
    const before = await alarms();
    const spool = openSpool(path);
    expect((await alarms()) - before).toBe(1);
    await spool.add(eventNamed('two'), new Date());
    expect(emptied(spool)).toEqual(['two']);
    spool.close();
    expect(await alarmsOf(() => openSpool(path))).toBe(0);
  });

  it('is not what a first start is, nor one on an empty file, nor a spool without events', async () => {
    const path = freshSpoolPath();
    expect(await alarmsOf(() => openSpool(path))).toBe(0);
    expect(await alarmsOf(() => openSpool(path))).toBe(0);
    const empty = freshSpoolPath();
    writeFileSync(mkdirFor(empty), '');
    expect(await alarmsOf(() => openSpool(empty))).toBe(0);
  });

  it('is not what is left of an interrupted rescue', async () => {
    const path = freshSpoolPath();
    await filled(path, ['one']);
    renameSync(path, `${path}.rescue`);
    expect(await alarmsOf(() => openSpool(path))).toBe(0);
  });
});

function mkdirFor(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

function overwrite(path: string, position: number, text: string): void {
  expect(position).toBeGreaterThanOrEqual(0);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from(text, 'latin1'), 0, undefined, position);
}
