import { mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Logger } from '@nestjs/common';
import { checksumOf } from '../src/spool/spool-file';
import { SpoolDamaged, SpoolFull } from '../src/spool/spool-errors';
import { SpooledCatalogue } from '../src/spool/spooled-catalogue';
import { eventNamed } from './support/events';
import { freshSpoolPath } from './support/gateway';
import { emptied, openSpool } from './support/spool';

beforeAll(() => Logger.overrideLogger(false)); // damage is an alarm

/** A spool's file as it was before there were copies in it. */
function formerSpool(path: string, names: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, arrived_at INTEGER NOT NULL, checksum TEXT NOT NULL, event TEXT NOT NULL
    ) STRICT;`);
  const insertion = database.prepare('INSERT INTO events (id, arrived_at, checksum, event) VALUES (?, ?, ?, ?)');
  for (const [index, name] of names.entries()) {
    const event = JSON.stringify(eventNamed(name));
    insertion.run(name, index, checksumOf(event), event);
  }
  database.close();
}

describe("the catalogue's copy in the spool's file", () => {
  it('is there after a restart, the last one written, beside the events', async () => {
    const path = freshSpoolPath();
    const spool = openSpool(path);
    const copy = new SpooledCatalogue(spool);
    expect(copy.read()).toBeUndefined();
    copy.write('first');
    await spool.add(eventNamed('one'), new Date());
    copy.write('second');
    spool.close();
    const restarted = openSpool(path);
    expect(new SpooledCatalogue(restarted).read()).toBe('second');
    expect(emptied(restarted)).toEqual(['one']);
    expect(new SpooledCatalogue(restarted).read()).toBe('second');
    restarted.close();
  });

  it('is kept in a file of before too, whose events are all there', () => {
    const path = freshSpoolPath();
    formerSpool(path, ['one', 'two']);
    const spool = openSpool(path);
    const copy = new SpooledCatalogue(spool);
    expect(copy.read()).toBeUndefined();
    copy.write('a catalogue');
    expect(copy.read()).toBe('a catalogue');
    expect(emptied(spool)).toEqual(['one', 'two']);
    spool.close();
  });

  it('is not given out when it is damaged, and the events are not touched by that', async () => {
    const path = freshSpoolPath();
    const spool = openSpool(path);
    new SpooledCatalogue(spool).write('a catalogue of a salon');
    await spool.add(eventNamed('one'), new Date());
    spool.close();
    overwrite(path, readFileSync(path).indexOf('a catalogue of'), 'a CATALOGUE');
    const again = openSpool(path);
    expect(() => new SpooledCatalogue(again).read()).toThrow(SpoolDamaged);
    expect(emptied(again)).toEqual(['one']);
    new SpooledCatalogue(again).write('another');
    expect(new SpooledCatalogue(again).read()).toBe('another');
    again.close();
  });

  it('is all that is lost with a damaged spool whose events can be read', async () => {
    const path = freshSpoolPath();
    const spool = openSpool(path);
    new SpooledCatalogue(spool).write('a catalogue');
    await spool.add(eventNamed('one'), new Date());
    await spool.add(eventNamed('two'), new Date());
    spool.close();
    overwrite(path, readFileSync(path).indexOf('call_two'), 'call_owt');
    const again = openSpool(path);
    expect(emptied(again)).toEqual(['one']);
    const copy = new SpooledCatalogue(again);
    expect(copy.read()).toBeUndefined();
    copy.write('a new copy');
    expect(copy.read()).toBe('a new copy');
    again.close();
  });

  it('stays as it was where a larger one has no room, and events still have some', async () => {
    const spool = openSpool(freshSpoolPath(), 64 * 1024);
    const copy = new SpooledCatalogue(spool);
    copy.write('small');
    expect(() => copy.write('x'.repeat(70_000))).toThrow(SpoolFull);
    expect(copy.read()).toBe('small');
    expect(spool.trouble).toBeUndefined();
    await spool.add(eventNamed('one'), new Date());
    expect(emptied(spool)).toEqual(['one']);
    spool.close();
  });
});

function overwrite(path: string, position: number, text: string): void {
  expect(position).toBeGreaterThanOrEqual(0);
  writeSync(openSync(path, 'r+'), Buffer.from(text, 'latin1'), 0, undefined, position);
}
