import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '@callbook/testing';
import { Logger } from '@nestjs/common';
import { NotStored } from '../src/events';
import { Drain } from '../src/spool/drain';
import { Spool } from '../src/spool/spool';
import { StoreAndForward } from '../src/spool/store-and-forward';
import { eventNamed } from './support/events';
import { freshSpoolPath } from './support/gateway';
import { PlayedBroker } from './support/played-broker';
import { emptied, openSpool } from './support/spool';
import { VirtualTime } from './support/virtual-time';

beforeAll(() => Logger.overrideLogger(false));

describe('store and forward', () => {
  let broker: PlayedBroker;
  let time: VirtualTime;
  let path: string;
  let spool: Spool;
  let drain: Drain;
  let events: StoreAndForward;

  const begin = (maxBytes = 10_000_000) => {
    spool = new Spool({ path, maxBytes }, time);
    drain = new Drain(spool, broker, time, time);
    events = new StoreAndForward(broker, spool, drain, time);
    drain.wake();
  };
  const publish = (name: string, padding = '') => events.publish(eventNamed(name, padding));
  const confirmed = (...names: string[]) =>
    eventually(`${names.join(', ')} to be confirmed`, async () => {
      await time.advance(100);
      return names.join() === broker.confirmed.join() && spool.isClear;
    });

  beforeEach(() => {
    broker = new PlayedBroker();
    time = new VirtualTime(new Date('2026-11-21T10:00:00.000Z'));
    path = freshSpoolPath();
    begin();
  });
  afterEach(async () => {
    await drain.stop(0);
    spool.close();
  });

  it('goes straight to the broker while that confirms', async () => {
    await publish('one');
    expect(broker.confirmed).toEqual(['one']);
    expect(spool.next()).toBeUndefined();
  });

  it('keeps what is not confirmed, and forwards it in order once the broker is back', async () => {
    broker.away = true;
    for (const name of ['one', 'two', 'three']) await publish(name);
    expect(broker.sent.slice(0, 1)).toEqual(['one']);
    broker.away = false;
    await confirmed('one', 'two', 'three');
  });

  it('lets nothing overtake what waits', async () => {
    broker.away = true;
    await publish('one');
    broker.away = false;
    await Promise.all([publish('two'), publish('three')]);
    await confirmed('one', 'two', 'three');
    await publish('four');
    expect(broker.confirmed.at(-1)).toBe('four');
  });

  it('puts an event that waited for its confirm in vain where it belongs: before those that came later', async () => {
    let giveUp: () => void = () => undefined;
    broker.away = true;
    broker.arriving = () => new Promise((resolve) => (giveUp = resolve));
    const slow = publish('slow');
    broker.arriving = () => undefined;
    await time.advance(1_000);
    await publish('quick');
    giveUp();
    await slow;
    broker.away = false;
    await confirmed('slow', 'quick');
  });

  it('sends an event again, under the same id, when its confirm was lost', async () => {
    broker.away = true;
    await publish('one');
    broker.away = false;
    await confirmed('one');
    expect(broker.sent.filter((name) => name === 'one').length).toBeGreaterThan(1);
  });

  it('keeps what is confirmed no longer than that, also for the next start', async () => {
    broker.away = true;
    for (const name of ['one', 'two']) await publish(name);
    broker.away = false;
    await confirmed('one', 'two');
    await drain.stop(0);
    spool.close();
    expect(emptied(openSpool(path))).toEqual([]);
  });

  it('removes nothing before the confirm', async () => {
    broker.away = true;
    await publish('one');
    broker.away = false;
    let onDisk: string[] = [];
    broker.arriving = () => {
      spool.close(); // as if the process ended here
      const next = openSpool(path);
      onDisk = emptied(next);
      next.close();
    };
    await time.advance(500);
    await eventually('the event to be on its way', () => onDisk.length > 0);
    expect(onDisk).toEqual(['one']);
  });

  it('an event that the broker refuses waits aside, blocks nobody, and is tried again', async () => {
    broker.refused = ['unwanted'];
    await publish('unwanted');
    await eventually('it to be tried from the spool', () => broker.sent.length === 2);
    await nextTurn();
    await publish('other');
    expect(broker.confirmed).toEqual(['other']);
    expect(broker.sent).toEqual(['unwanted', 'unwanted', 'other']); // "other" went directly
    await time.advance(5_000);
    await eventually('a further try', () => broker.sent.length === 4);
    broker.refused = [];
    await eventually('it to be wanted', async () => {
      await time.advance(5_000);
      return broker.confirmed.includes('unwanted');
    });
  });

  it('does not try faster because more is added while the broker is away', async () => {
    broker.away = true;
    for (let number = 0; number < 20; number += 1) await publish(`event-${number}`);
    await eventually('the tries to end', async () => {
      const before = broker.sent.length;
      await nextTurn();
      return before === broker.sent.length;
    });
    expect(time.waiting).toBe(1);
  });

  it('accepts nothing that neither the broker nor the disk takes', async () => {
    await drain.stop(0);
    spool.close();
    begin(64 * 1024);
    broker.away = true;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, number) => publish(`event-${number}`, 'x'.repeat(4_000))),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(NotStored);
  });

  it('takes by the broker what the disk has no room for, though others wait', async () => {
    await drain.stop(0);
    spool.close();
    begin(64 * 1024);
    broker.away = true;
    let number = 0;
    for (; spool.trouble === undefined && number < 100; number += 1)
      await publish(`event-${number}`, 'x'.repeat(4_000)).catch(() => undefined);
    broker.away = false;
    broker.arriving = (name) => (name === 'event-0' ? new Promise(() => undefined) : undefined); // the drain is stuck here
    drain.wake();
    await nextTurn();
    await publish('urgent', 'x'.repeat(4_000));
    expect(broker.confirmed).toEqual(['urgent']);
    broker.arriving = () => undefined;
    drain = new Drain(spool, broker, time, time); // the stuck one is left behind
  });

  it('forwards what it can when it is stopped, and keeps the rest', async () => {
    broker.away = true;
    for (const name of ['one', 'two', 'three']) await publish(name);
    broker.away = false;
    broker.arriving = (name) => void (name === 'two' && (broker.away = true));
    await drain.stop(1_000);
    spool.close();
    expect(broker.confirmed).toEqual(['one']);
    expect(emptied(openSpool(path))).toEqual(['two', 'three']);
  });

  it('gives up on stopping in time, after the event that is on its way', async () => {
    broker.away = true;
    for (const name of ['one', 'two']) await publish(name);
    broker.away = false;
    let confirm: () => void = () => undefined;
    broker.arriving = () => new Promise((resolve) => (confirm = resolve));
    const tries = broker.sent.length;
    const stopped = drain.stop(1_000);
    await eventually('the last go to begin', () => broker.sent.length > tries);
    await time.advance(1_000);
    confirm();
    await stopped;
    spool.close();
    expect(broker.confirmed).toEqual(['one']);
    expect(emptied(openSpool(path))).toEqual(['two']);
  });
});
