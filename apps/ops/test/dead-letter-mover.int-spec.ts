import { BookingCreated, createEvent, derivedId, sampleCompany, sampleOf } from '@callbook/contracts';
import type { DeadMessage, DeadQueues } from '@callbook/messaging';
import { Health } from '@callbook/observability';
import { eventually, eventuallyHolds } from '@callbook/testing';
import { keepLetters } from '../src/dead-letters/keep-letters';
import { readLetter } from '../src/dead-letters/read-letter';
import { MoveDeadLetters } from '../src/dead-letters/move-dead-letters';
import { LetterBox, type LetterRow, queues } from './support/letter-box';

const queue = queues.records;
const dead = `${queue}.dead`;

const eventOf = (text: string) =>
  createEvent(BookingCreated, sampleOf(BookingCreated), {
    id: derivedId('mover spec', text),
    company: sampleCompany,
    time: new Date('2026-11-21T10:00:00Z'),
    correlationId: `call_${text}`,
  });

/** As a consumer of ours puts it aside. */
const putAside = (
  text: string,
  { at = '2026-11-21T11:00:00.000Z', code = 'no_service', error = 'no service "x"' } = {},
) => {
  const event = eventOf(text);
  return {
    body: JSON.stringify(event),
    properties: { message_id: event.id, type: event.type, correlation_id: event.correlationid },
    headers: {
      'x-callbook-origin-queue': queue,
      'x-callbook-code': code,
      'x-callbook-error': error,
      'x-callbook-deliveries': 6,
      'x-callbook-retries': 5,
      'x-callbook-first-failed-at': '2026-11-21T10:00:01.000Z',
      'x-callbook-dead-at': at,
    },
  };
};

describe('the mover of dead letters', () => {
  let box: LetterBox;

  beforeAll(async () => {
    box = await LetterBox.open();
    await box.start();
  }, 60_000);
  afterAll(() => box.close());

  const of = async (messageId: string): Promise<LetterRow[]> =>
    (await box.letters()).filter(({ message_id }) => message_id === messageId);
  const moved = (text: string, patience?: { timeoutMs: number }) =>
    eventually(`${text} to be stored`, async () => (await of(eventOf(text).id))[0], patience);
  const emptied = () => eventually(`${dead} to be empty`, async () => (await box.depth(dead)) === 0);

  it('stores what a consumer put aside, with its cause and its group, and takes it off the broker', async () => {
    await box.raw.put(dead, putAside('one'));
    const letter = await moved('one');
    expect(letter).toMatchObject({
      queue,
      event_type: 'booking.created.v1',
      company: sampleCompany,
      correlation_id: 'call_one',
      code: 'no_service',
      error: 'no service "x"',
      deliveries: 6,
      retries: 5,
      dead_at: new Date('2026-11-21T11:00:00Z'),
      died_of: 'handler',
      state: 'open',
      deaths: 1,
    });
    expect(JSON.parse(letter.body.toString())).toEqual(JSON.parse(JSON.stringify(eventOf('one'))));
    const groups = await box.database.query('SELECT * FROM ops.dead_letter_groups WHERE id = $1', [letter.group_id]);
    expect(groups).toMatchObject([{ queue, code: 'no_service', error: 'no service <value>', company: sampleCompany }]);
    await emptied();
  });

  describe('whatever lies there', () => {
    const large = Buffer.alloc(5 * 1024 * 1024, '{"a":1}');
    it.each([
      ['no JSON', { body: 'Guten Tag' }],
      ['nothing', { body: '' }],
      ['bytes', { body: Buffer.from([0, 255, 0, 254, 128]) }],
      ['JSON that is no event', { body: '{"hello":["world", null]}' }],
      ['an event of a newer contract', { body: JSON.stringify({ ...eventOf('newer'), type: 'booking.created.v9' }) }],
      ['5 MB', { body: large }],
      ['an event without our headers', { body: JSON.stringify(eventOf('plain')) }],
      ['text with what no database stores', { body: '{"a":"\\u0000"}', headers: { 'x-strange': 'a\0b' } }],
    ])(
      'is stored byte for byte: %s',
      async (name, { body, ...message }: { body: Buffer | string; headers?: object }) => {
        const message_id = `strange ${name}`;
        await box.raw.put(dead, { ...message, body, properties: { message_id } } as never);
        const letter = await eventually('it to be stored', async () => (await of(message_id))[0]);
        expect(letter.body.equals(Buffer.from(body))).toBe(true);
        expect(letter).toMatchObject({ state: 'open', died_of: 'unknown', code: 'unknown' });
        await emptied();
      },
    );

    it('is stored where its headers say of a death what nobody can mean', async () => {
      const odd = { 'x-death': [{ reason: { toString: 'x' }, time: { value: { valueOf: 'x' } } }] };
      await box.raw.put(dead, { body: 'odd', headers: odd, properties: { message_id: 'an odd death' } } as never);
      await box.raw.put(dead, putAside('beside the odd'));
      await moved('beside the odd');
      expect(await of('an odd death')).toMatchObject([{ state: 'open', died_of: 'unknown', body: Buffer.from('odd') }]);
      await emptied();
    });

    it('goes before what comes after it', async () => {
      await box.raw.put(dead, { body: large, headers: { 'x-strange': '\0' } });
      await box.raw.put(dead, putAside('after the strange'));
      await moved('after the strange');
    });
  });

  it('stores what the broker put aside itself', async () => {
    const event = eventOf('limit');
    await box.raw.put(queue, { body: JSON.stringify(event), properties: { message_id: event.id } });
    await box.raw.exhaust(queue, 2);
    const letter = await moved('limit');
    expect(letter).toMatchObject({ died_of: 'delivery_limit', code: 'delivery_limit', state: 'open' });
    expect(Math.abs(letter.dead_at.getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('knows a death it has stored already', async () => {
    await box.raw.put(dead, putAside('twice'));
    await moved('twice');
    await box.raw.put(dead, putAside('twice'));
    await box.raw.put(dead, putAside('behind twice'));
    await moved('behind twice');
    await emptied();
    expect(await of(eventOf('twice').id)).toMatchObject([{ deaths: 1 }]);
  });

  it('keeps two messages apart that bear one id', async () => {
    const { headers } = putAside('any');
    for (const body of ['first', 'second'])
      await box.raw.put(dead, { body, headers, properties: { message_id: 'delivery-1' } });
    await eventually('both', async () => (await of('delivery-1')).length === 2);
  });

  describe('when a letter that was sent again dies again', () => {
    it.each(['replaying', 'resolved'])('opens its entry, which was %s, and tells of the last death', async (state) => {
      await box.raw.put(dead, putAside(state));
      const { id } = await moved(state);
      await box.database.query('UPDATE ops.dead_letters SET state = $2 WHERE id = $1', [id, state]);
      await box.raw.put(dead, putAside(state, { at: '2026-11-21T12:00:00.000Z', code: 'no_staff', error: 'nobody' }));
      await eventuallyHolds('one entry, open again', async () =>
        expect(await of(eventOf(state).id)).toMatchObject([
          { id, state: 'open', deaths: 2, code: 'no_staff', dead_at: new Date('2026-11-21T12:00:00Z') },
        ]),
      );
      // The acknowledgement of a death may be lost: what was told before stays told, in any order.
      for (const at of ['2026-11-21T11:00:00.000Z', '2026-11-21T12:00:00.000Z'])
        await box.raw.put(dead, putAside(state, { at, code: at.includes('T11') ? 'no_service' : 'no_staff' }));
      await emptied();
      await box.raw.put(dead, putAside(`${state} end`));
      await moved(`${state} end`);
      expect(await of(eventOf(state).id)).toMatchObject([{ id, deaths: 2, code: 'no_staff' }]);
    });

    it.each(['replaying', 'resolved', 'open'])(
      'by a clock that is behind opens its entry, which was %s, and is counted: it is the only copy',
      async (state) => {
        const text = `behind, ${state}`;
        await box.raw.put(dead, putAside(text));
        const { id } = await moved(text);
        await box.database.query('UPDATE ops.dead_letters SET state = $2 WHERE id = $1', [id, state]);
        await box.raw.put(dead, putAside(text, { at: '2026-11-21T10:59:59.000Z', code: 'no_staff', error: 'nobody' }));
        await eventuallyHolds('one entry, open, that tells of the last death by its word', async () =>
          expect(await of(eventOf(text).id)).toMatchObject([
            { id, state: 'open', deaths: 2, code: 'no_service', dead_at: new Date('2026-11-21T11:00:00Z') },
          ]),
        );
      },
    );

    it('knows it by the body it was edited to', async () => {
      await box.raw.put(dead, putAside('edited'));
      const { id, body } = await moved('edited');
      const edited = body.toString().replace('Europe/Berlin', 'Europe/Vienna');
      await box.database.query(
        `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by) VALUES ($1, $1, $2, 'x', 'x', 'x')`,
        [id, Buffer.from(edited)],
      );
      await box.database.query(`UPDATE ops.dead_letters SET state = 'replaying' WHERE id = $1`, [id]);
      await box.raw.put(dead, { ...putAside('edited', { at: '2026-11-21T12:00:00.000Z' }), body: edited });
      await eventuallyHolds('one entry, open again', async () =>
        expect(await of(eventOf('edited').id)).toMatchObject([{ id, state: 'open', deaths: 2, body }]),
      );
    });
  });

  it.each(['discarded', 'too_late'])('gives what dies after its entry was %s another entry', async (state) => {
    await box.raw.put(dead, putAside(state));
    const { id } = await moved(state);
    await box.database.query('UPDATE ops.dead_letters SET state = $2 WHERE id = $1', [id, state]);
    await box.raw.put(dead, putAside(state, { at: '2026-11-21T12:00:00.000Z' }));
    await eventuallyHolds('two entries', async () =>
      expect((await of(eventOf(state).id)).map((letter) => letter.state).sort()).toEqual([state, 'open'].sort()),
    );
  });

  it.each(['discarded', 'too_late'])(
    'gives what does not say when it died another entry, each time after the one before was %s',
    async (state) => {
      const message_id = `no time of death, ${state}`;
      for (const entries of [1, 2, 3]) {
        await box.raw.put(dead, { body: 'the same', properties: { message_id } });
        await eventuallyHolds(`entry ${entries}`, async () =>
          expect((await of(message_id)).map((letter) => letter.state).toSorted()).toEqual(
            [...Array.from({ length: entries - 1 }, () => state), 'open'].toSorted(),
          ),
        );
        await box.database.query(`UPDATE ops.dead_letters SET state = $2 WHERE message_id = $1`, [message_id, state]);
      }
    },
  );

  it('counts as one message what died twice before anybody looked', async () => {
    await box.stop();
    await box.raw.put(dead, putAside('batch', { at: '2026-11-21T12:00:00.000Z', code: 'no_staff' }));
    await box.raw.put(dead, putAside('batch'));
    await box.start();
    await eventuallyHolds('one entry', async () =>
      expect(await of(eventOf('batch').id)).toMatchObject([{ deaths: 2, code: 'no_staff' }]),
    );
    await emptied();
  });

  /** As it is read from `.dead`. */
  const letterOf = (text: string, at: string, body?: string) => {
    const { body: original, properties, headers } = putAside(text, { at });
    const { message_id: messageId, type, correlation_id: correlationId } = properties;
    const content = Buffer.from(body ?? original);
    return readLetter({ queue, content, properties: { messageId, type, correlationId }, headers });
  };

  it('counts each of two deaths in one batch, of the body as it was and as it was edited', async () => {
    const database = await box.connectAsOps();
    await keepLetters(database, [letterOf('both bodies', '2026-11-21T11:00:00.000Z')]);
    const [{ id, body }] = (await of(eventOf('both bodies').id)) as [LetterRow];
    const edited = body.toString().replace('Europe/Berlin', 'Europe/Vienna');
    await box.database.query(
      `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by) VALUES ($1, $1, $2, 'x', 'x', 'x')`,
      [id, Buffer.from(edited)],
    );
    const kept = await keepLetters(database, [
      letterOf('both bodies', '2026-11-21T13:00:00.000Z', edited),
      letterOf('both bodies', '2026-11-21T12:00:00.000Z'),
    ]);
    expect(kept).toEqual({ stored: 0, back: 2, known: 0 });
    expect(await of(eventOf('both bodies').id)).toMatchObject([
      { id, deaths: 3, dead_at: new Date('2026-11-21T13:00:00Z'), body },
    ]);
    const deaths = await box.database.query('SELECT FROM ops.dead_letter_deaths WHERE dead_letter_id = $1', [id]);
    expect(deaths).toHaveLength(3);
  });

  it.each([
    ['the last', '2026-11-21T12:00:00.000Z'],
    ['the first', '2026-11-21T12:00:02.000Z'],
  ])(
    'locks entries in the order of their ids, as whoever decides about several does, also where %s died first',
    async (which, at) => {
      const database = await box.connectAsOps();
      const texts = [`${which} 1`, `${which} 2`];
      await keepLetters(
        database,
        texts.map((text) => letterOf(text, '2026-11-21T11:00:00.000Z')),
      );
      const rows = await Promise.all(
        texts.map(async (text) => ({ text, id: (await of(eventOf(text).id))[0]?.id ?? '' })),
      );
      const [low, high] = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [(typeof rows)[0], (typeof rows)[0]];
      const operator = (await box.connectAsOps()).createQueryRunner();
      await operator.startTransaction();
      await operator.query('SELECT FROM ops.dead_letters WHERE id = $1 FOR UPDATE', [low.id]);
      const keeping = keepLetters(database, [letterOf(high.text, at), letterOf(low.text, '2026-11-21T12:00:01.000Z')]);
      await eventually('the mover to wait for the letter', async () => {
        const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%dead_letters%'`;
        return (await box.database.query(waiting)).length > 0;
      });
      const next = operator.query('SELECT FROM ops.dead_letters WHERE id = $1 FOR UPDATE NOWAIT', [high.id]);
      await expect(next.finally(() => operator.rollbackTransaction())).resolves.toBeDefined();
      await operator.release();
      expect(await keeping).toEqual({ stored: 0, back: 2, known: 0 });
    },
  );

  it('loses nothing while the database is away, is not ready, and goes on by itself', async () => {
    await box.toDatabase.refuse();
    for (const n of [1, 2, 3]) await box.raw.put(dead, putAside(`outage ${n}`));
    await eventually('not to be ready', async () => {
      return (await box.readiness())?.checks['dead letters']?.includes('not being stored');
    });
    await box.toDatabase.heal();
    for (const n of [1, 2, 3]) await moved(`outage ${n}`, { timeoutMs: 20_000 });
    await eventually('to be ready', async () => (await box.readiness())?.status === 'ok');
    await emptied();
  });

  it('goes on after the broker was away', async () => {
    await box.raw.put(dead, putAside('before the cut'));
    box.toBroker.cut();
    await box.raw.put(dead, putAside('after the cut'));
    for (const text of ['before the cut', 'after the cut']) await moved(text, { timeoutMs: 20_000 });
    await eventually('to be ready', async () => (await box.readiness())?.status === 'ok');
  });

  it('passes over a queue that is missing', async () => {
    await box.raw.deleteQueue(`${queues.booking}.dead`);
    await box.raw.put(dead, putAside('beside the missing'));
    await moved('beside the missing');
  });
});

describe('a batch with a message that cannot be read at all', () => {
  let box: LetterBox;

  beforeAll(async () => {
    box = await LetterBox.open();
  });
  afterAll(() => box.close());

  it('is stored with it, and taken off the broker', async () => {
    const readable = { queue, content: Buffer.from('readable'), properties: { messageId: 'readable' }, headers: {} };
    const unreadable = {
      ...{ queue, content: Buffer.from('unreadable'), headers: {} },
      get properties(): never {
        throw new Error('nobody can read this');
      },
    };
    const done: DeadMessage[] = [];
    const messages = [unreadable, readable];
    const batch = { messages, more: false, done: (message: DeadMessage) => void done.push(message) };
    const queueOfSpec = { take: async () => batch } as unknown as DeadQueues;
    await new MoveDeadLetters(queueOfSpec, await box.connectAsOps(), new Health()).execute();
    expect(done).toEqual(messages);
    expect((await box.letters()).map(({ body }) => body.toString()).toSorted()).toEqual(['readable', 'unreadable']);
  });
});
