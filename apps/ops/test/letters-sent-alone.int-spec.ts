import { BookingCreated, createEvent, derivedId, sampleCompany, sampleOf } from '@callbook/contracts';
import { metricsRegistry } from '@callbook/observability';
import { eventually, eventuallyHolds } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { settleSent } from '../src/replays/settle-sent';
import { deliveryLimit, LetterBox, queues } from './support/letter-box';

const queue = queues.records;
/** A letter rests for five seconds before it is sent. */
const patient = { timeoutMs: 20_000, everyMs: 200 };

function eventOf(text: string) {
  return createEvent(BookingCreated, sampleOf(BookingCreated), {
    id: derivedId('alone spec', text),
    company: sampleCompany,
    time: new Date('2026-11-21T10:00:00Z'),
    correlationId: `call_${text}`,
  });
}

/** Nobody consumes the queue here: what is sent again lies in it, to be looked at. */
describe('a letter that died of the delivery limit alone', () => {
  let box: LetterBox;
  let ops: DataSource;
  beforeAll(async () => {
    box = await LetterBox.open();
    ops = await box.connectAsOps();
    await box.start();
  }, 60_000);
  afterAll(() => box.close());

  const of = async (text: string) => (await box.letters()).find(({ message_id }) => message_id === eventOf(text).id);
  const inState = (text: string, state: string) =>
    eventually(
      `${text} to be ${state}`,
      async () => ((await of(text))?.state === state ? of(text) : undefined),
      patient,
    );

  /** Without the mover meanwhile: what it sends would get in between. */
  async function die(texts: string[], headers = {}): Promise<void> {
    await box.stop();
    for (const text of texts) {
      const event = eventOf(text);
      const properties = { message_id: event.id, type: event.type, correlation_id: event.correlationid };
      await box.raw.put(queue, { body: JSON.stringify(event), properties, headers });
      await box.raw.exhaust(queue, deliveryLimit);
    }
    await box.start();
    for (const text of texts) await eventually(`${text} to be stored`, () => of(text));
  }
  const acts = async (text: string) => {
    const { id = '' } = (await of(text)) ?? {};
    return box.database.query('SELECT act FROM ops.audit WHERE subject = $1 ORDER BY seq', [`dead letter ${id}`]);
  };

  it('is sent once by itself as it was, and stays when it dies again', async () => {
    await die(['culprit']);
    await inState('culprit', 'replaying');
    expect(await box.depth(queue)).toBe(1);
    await box.raw.exhaust(queue, deliveryLimit);
    await eventuallyHolds('it to be open for good', async () =>
      expect(await of('culprit')).toMatchObject({ state: 'open', alone: true, deaths: 2 }),
    );
    expect(await acts('culprit')).toEqual([{ act: 'sent alone' }]);
    const { stdout } = await box.callbook('dlq', 'ls');
    expect(stdout).toContain('died 2x');
  });

  it('goes alone: the next of its queue waits until it is handled', async () => {
    await die(['first', 'second']);
    const flying = async () =>
      (await of('first'))?.state === 'replaying' ? 'first' : (await of('second'))?.state === 'replaying' && 'second';
    const first = await eventually('one to be sent', flying, patient);
    const second = first === 'first' ? 'second' : 'first';
    // Long enough for the second to have rested, and been looked for.
    await eventually(
      'both to have rested',
      async () => {
        const [{ rested } = { rested: false }] = await box.database.query<{ rested: boolean }>(
          `SELECT min(now() - dead_at) > interval '8 seconds' AS rested FROM ops.dead_letters WHERE message_id = $1`,
          [eventOf(second).id],
        );
        return rested;
      },
      patient,
    );
    expect(await of(second)).toMatchObject({ state: 'open', alone: false });
    const [sent] = await box.raw.take(queue);
    expect(JSON.parse(sent?.payload ?? '')).toEqual(JSON.parse(JSON.stringify(eventOf(first))));
    expect(sent?.properties).toMatchObject({ message_id: eventOf(first).id, correlation_id: `call_${first}` });
    const ours = Object.keys((sent?.properties.headers ?? {}) as object).filter(
      (name) => !name.startsWith('x-delivery'),
    );
    expect(ours).toEqual(['x-callbook-replay']);
    await box.database.query('INSERT INTO records.inbox (message_id, queue) VALUES ($1, $2)', [
      eventOf(first).id,
      queue,
    ]);
    await settleSent(ops);
    await inState(first, 'resolved');
    await inState(second, 'replaying');
    await box.raw.take(queue);
    await box.database.query(`UPDATE ops.dead_letters SET state = 'discarded' WHERE state = 'replaying'`);
  });

  it('is left to an operator when it had failed before, or was edited', async () => {
    await die(['failed before'], { 'x-callbook-retries': 1, 'x-callbook-code': 'no_service' });
    await die(['untouched']);
    await inState('untouched', 'replaying');
    expect(await of('failed before')).toMatchObject({ state: 'open', alone: false });
    await box.raw.take(queue);
  });

  it('is shown as a metric, with the others', async () => {
    await eventually(
      'the gauge',
      async () =>
        /callbook_stored_dead_letters\{queue="records\.booking-created",state="open"\} [1-9]/.test(
          await metricsRegistry.metrics(),
        ),
      patient,
    );
  });

  it('stays open when its queue is gone', async () => {
    await box.database.query(`UPDATE ops.dead_letters SET state = 'discarded'`);
    await die(['homeless']);
    await box.raw.deleteQueue(queue);
    await eventually('it to be tried', async () => (await of('homeless'))?.alone, patient);
    expect(await of('homeless')).toMatchObject({ state: 'open' });
    expect(await acts('homeless')).toEqual([{ act: 'not sent alone' }]);
  });
});
