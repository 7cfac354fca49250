import { randomUUID } from 'node:crypto';
import { CalendarNotified, CustomerErased, HeldByOps, sampleCompany, sampleOf } from '@callbook/contracts';
import { ErasedPeople, ErasureKey } from '@callbook/database';
import { eventually } from '@callbook/testing';
import { keepLetters } from '../src/dead-letters/keep-letters';
import { readLetter } from '../src/dead-letters/read-letter';
import { eraseLateLetters, eraseLetters } from '../src/privacy/erase-letters.repository';
import { erasureKey, HistoryFixture } from './support/running-history';
import { callOf, told } from './support/told';

const key = new ErasureKey(erasureKey);

describe('what ops keeps of a person', () => {
  let fixture: HistoryFixture;

  beforeAll(async () => {
    fixture = await HistoryFixture.open();
    await fixture.start();
  });
  afterAll(() => fixture.close());

  function erasureOf(of: string, erasedAt = new Date(), kind: 'call' | 'uid' = 'call') {
    return told(CustomerErased, {
      correlationId: randomUUID(),
      data: {
        erasureId: randomUUID(),
        callIds: [],
        appointmentIds: [],
        hashes: [{ kind, hash: key.hash(sampleCompany, kind, of) }],
        keyFingerprint: key.fingerprint,
        erasedAt: erasedAt.toISOString(),
      },
    });
  }

  async function letterAbout(body: string | Buffer, company: string | null = sampleCompany): Promise<string> {
    const [group, id] = [randomUUID(), randomUUID()];
    await fixture.database.query(
      `INSERT INTO ops.dead_letter_groups (id, queue, code, error, first_seen, last_seen)
       VALUES ($1, 'records.call-started', 'code', 'error', now(), now())`,
      [group],
    );
    await fixture.database.query(
      `INSERT INTO ops.dead_letters (id, group_id, queue, company, code, error, dead_at, properties, headers, body)
       VALUES ($1, $2, 'records.call-started', $3, 'code', 'Anna was not found', now(), '{}', '{"x": "Anna"}', $4)`,
      [id, group, company, Buffer.from(body)],
    );
    return id;
  }
  /** As it is stored when it is moved; what it is about stands in no column but the one for the call. */
  async function movedLetter(body: string, correlationId: string): Promise<string> {
    const messageId = randomUUID();
    const properties = { messageId, correlationId };
    const letter = readLetter({ queue: 'records.call-started', content: Buffer.from(body), properties, headers: {} });
    await keepLetters(await fixture.dataSource(), [letter]);
    const [{ id }] = (await fixture.database.query<{ id: string }>(
      'SELECT id FROM ops.dead_letters WHERE message_id = $1',
      [messageId],
    )) as [{ id: string }];
    return id;
  }
  const letters = (...ids: string[]) =>
    fixture.database.query<{ id: string; body: Buffer; error: string; state: string }>(
      'SELECT id, body, error, state, headers FROM ops.dead_letters WHERE id = ANY ($1) ORDER BY array_position($1, id)',
      [ids],
    );
  const heldOf = (call: string, withRows = false) =>
    fixture.ask(HeldByOps, { company: sampleCompany, retellCallIds: [call], uids: [], withRows });
  const keptOnce = (...ids: string[]) =>
    eventually('all of it to be kept', async () => (await fixture.kept(...ids)).length === ids.length);

  it('is handed out, and erased: it stays known that there was an event, or a letter, and not about whom', async () => {
    const [anna, otto] = [callOf('call_of_anna'), callOf('call_of_otto')];
    const long = new Date(Date.now() - 20 * 86_400_000);
    const old = callOf('call_of_anna', long);
    await fixture.publish(anna, otto, old);
    await keptOnce(anna.id, otto.id, old.id);
    const ids = [
      await letterAbout(JSON.stringify(anna)),
      await letterAbout(JSON.stringify(anna), null),
      await letterAbout(JSON.stringify(otto)),
      await letterAbout(Buffer.from([0xff, 0x00, 0x7b])),
    ];
    const held = await heldOf('call_of_anna', true);
    expect(held.counts).toEqual({ events: 2, dead_letters: 2 });
    expect(JSON.stringify(held.document)).toContain(anna.id);
    expect(JSON.stringify(held.document)).not.toContain('call_of_otto');

    await fixture.publish(erasureOf('call_of_anna'));
    await eventually('it to be erased', async () => (await heldOf('call_of_anna')).counts.events === undefined);
    await eventually('the letters too', async () => (await heldOf('call_of_anna')).counts.dead_letters === undefined);
    expect(await fixture.kept(anna.id, old.id)).toMatchObject(
      [anna, old].map(({ type, company }) => ({
        ...{ type, company, event: null, subject: 'erased', correlation_id: 'erased', retell_call_id: null },
      })),
    );
    const [first, second, others, bytes] = await letters(...ids);
    const nothing = { body: Buffer.alloc(0), error: 'erased', state: 'discarded', headers: {} };
    expect([first, second]).toMatchObject([nothing, nothing]);
    expect([others, bytes]).toMatchObject([{ state: 'open' }, { state: 'open', error: 'Anna was not found' }]);
    expect((await fixture.kept(otto.id))[0]?.event).not.toBeNull();
    expect(await fixture.database.query(`SELECT FROM ops.audit WHERE act = 'erased'`)).toHaveLength(2);
  });

  it('is erased where an event names their booking as the one before', async () => {
    const hint = { ...sampleOf(CalendarNotified), uid: 'uid_after_lia', previousUid: 'uid_of_lia' };
    const moved = told(CalendarNotified, { correlationId: randomUUID(), data: hint });
    await fixture.publish(moved);
    await keptOnce(moved.id);
    await fixture.publish(erasureOf('uid_of_lia', new Date(), 'uid'));
    await eventually('it to be erased', async () => (await fixture.kept(moved.id))[0]?.event === null);
  });

  it('is not kept again when it is told later, and the erasure itself is', async () => {
    const erasure = erasureOf('call_of_eva');
    await fixture.publish(erasure);
    await eventually('it to be known', async () => {
      const rows = await fixture.database.query(`SELECT FROM ops.erased WHERE hash = $1`, [
        key.hash(sampleCompany, 'call', 'call_of_eva'),
      ]);
      return rows.length === 1;
    });
    const [eva, other] = [callOf('call_of_eva'), callOf('call_of_others')];
    await fixture.publish(eva, other);
    await keptOnce(eva.id, other.id, erasure.id);
    expect(await fixture.kept(eva.id)).toMatchObject([{ event: null, correlation_id: 'erased' }]);
    expect((await fixture.kept(other.id))[0]?.event).not.toBeNull();
    expect((await fixture.kept(erasure.id))[0]?.event).toMatchObject({ type: CustomerErased.type });
  });

  it('is erased from a letter that comes only after the erasure, and from no other', async () => {
    const dataSource = await fixture.dataSource();
    const ids = [await letterAbout(JSON.stringify(callOf('call_of_eva'))), await letterAbout('no json')];
    const since = new Date(Date.now() - 60_000);
    expect(await eraseLateLetters(dataSource, new ErasedPeople('ops', key), since)).toBe(1);
    expect(await letters(...ids)).toMatchObject([{ state: 'discarded' }, { state: 'open' }]);
  });

  /** As `dlq edit` writes it. */
  async function edited(letter: string, body: object, undone = false): Promise<void> {
    await fixture.database.query(
      `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by, undone_at)
       VALUES (gen_random_uuid(), $1, $2, '+ caller: Anna', 'corrected', 'spec', CASE WHEN $3 THEN now() END)`,
      [letter, Buffer.from(JSON.stringify(body)), undone],
    );
  }
  const editsOf = (...ids: string[]) =>
    fixture.database.query('SELECT FROM ops.dead_letter_edits WHERE dead_letter_id = ANY ($1)', [ids]);
  const erased = { body: Buffer.alloc(0), error: 'erased', state: 'discarded' };

  it('is handed out and erased where only an edit says it, in force or undone, whatever the letter was', async () => {
    const mia = callOf('call_of_mia');
    const ids = [
      await letterAbout('{"half an event', null),
      await letterAbout('{"of": "nobody"}', 'another-salon'),
      await letterAbout('', null),
    ];
    for (const [index, id] of ids.entries()) await edited(id, mia, index === 1);
    const others = await letterAbout('{"half an event', null);
    await edited(others, callOf('call_of_others'));
    expect((await heldOf('call_of_mia')).counts).toEqual({ dead_letters: 3 });
    expect(JSON.stringify((await heldOf('call_of_mia', true)).document)).toContain(mia.id);

    await fixture.publish(erasureOf('call_of_mia'));
    await eventually('it to be erased', async () => (await heldOf('call_of_mia')).counts.dead_letters === undefined);
    expect(await letters(...ids)).toMatchObject([erased, erased, erased]);
    expect(await editsOf(...ids)).toEqual([]);
    expect(await editsOf(others)).toHaveLength(1);
    expect(await letters(others)).toMatchObject([{ state: 'open' }]);
  });

  it('is erased where it is edited at the same moment', async () => {
    const [id] = [await letterAbout('{"half an event')];
    const operator = (await fixture.dataSource()).createQueryRunner();
    await operator.startTransaction();
    await operator.query('SELECT FROM ops.dead_letters WHERE id = $1 FOR UPDATE', [id]);
    const person = { company: sampleCompany, callIds: [], appointmentIds: [] };
    const hashes = [{ kind: 'call' as const, hash: key.hash(sampleCompany, 'call', 'call_of_lea') }];
    const erasing = eraseLetters(await fixture.dataSource(), { ...person, hashes }, key);
    await eventually('the erasure to wait for the letter', async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%dead_letters%FOR UPDATE%'`;
      return (await fixture.database.query(waiting)).length > 0;
    });
    await operator.query(
      `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by) VALUES ($1, $1, $2, 'x', 'x', 'x')`,
      [id, Buffer.from(JSON.stringify(callOf('call_of_lea')))],
    );
    await operator.commitTransaction();
    await operator.release();
    expect(await erasing).toBe(1);
    expect(await editsOf(id)).toEqual([]);
  });

  it('is erased by its call where the body is no event, and from an edit that is made after the erasure', async () => {
    const ids = [
      await movedLetter('no json', 'call_of_eva'), // who was erased above
      await movedLetter('{"json": "of no company"}', 'call_of_eva'),
      await movedLetter('{"company": "another-salon"}', 'call_of_eva'),
      await movedLetter('no json', 'call_of_others'),
    ];
    const old = await letterAbout('no json, either');
    await fixture.database.query(
      `UPDATE ops.dead_letters SET stored_at = now() - interval '3 days', state_since = now() - interval '3 days' WHERE id = $1`,
      [old],
    );
    await edited(old, callOf('call_of_eva'));
    const since = new Date(Date.now() - 60_000);
    expect(await eraseLateLetters(await fixture.dataSource(), new ErasedPeople('ops', key), since)).toBe(3);
    const open = { state: 'open' };
    expect(await letters(...ids, old)).toMatchObject([erased, erased, open, open, erased]);
  });

  it('is erased where it came late without locking the letters of others', async () => {
    const [eva, other] = [await letterAbout(JSON.stringify(callOf('call_of_eva'))), await letterAbout('no json')];
    const since = new Date(Date.now() - 60_000);
    expect(await eraseLateLetters(await fixture.dataSource(), new ErasedPeople('ops', key), since)).toBe(1);
    expect(await letters(eva)).toMatchObject([erased]);
    // Whoever locks a row leaves the number of the transaction on it.
    const lockers = await fixture.database.query('SELECT xmax::text AS locker FROM ops.dead_letters WHERE id = $1', [
      other,
    ]);
    expect(lockers).toEqual([{ locker: '0' }]);
  });

  it('is told apart where letters name the person in a form that erasing does not recognise', async () => {
    const ida = callOf('call_of_ida');
    const half = JSON.stringify(ida).slice(0, -1);
    const aside = JSON.stringify({ ...callOf('call_of_others'), about: 'call_of_ida' });
    const [event, open, beside, discarded, elsewhere] = [
      await letterAbout(JSON.stringify(ida)),
      await letterAbout(half, null),
      await letterAbout(aside),
      await letterAbout(half, null),
      await letterAbout(half, 'another-salon'),
    ];
    await fixture.database.query(`UPDATE ops.dead_letters SET state = 'discarded' WHERE id = $1`, [discarded]);
    const named = await movedLetter('no json, but of their call: call_of_ida', 'call_of_ida');
    const unrecognised = [
      { id: open, state: 'open' },
      { id: beside, state: 'open' },
      { id: discarded, state: 'discarded' },
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const held = await heldOf('call_of_ida', true);
    expect(held).toMatchObject({ counts: { dead_letters: 2 }, unrecognised });
    const ids = (held.document.dead_letters as { id: string }[]).map(({ id }) => id);
    expect(ids.toSorted()).toEqual([event, open, beside, discarded, named].toSorted());
    expect(ids).not.toContain(elsewhere);

    await fixture.publish(erasureOf('call_of_ida'));
    await eventually('it to be erased', async () => (await heldOf('call_of_ida')).counts.dead_letters === undefined);
    expect(await heldOf('call_of_ida')).toMatchObject({ counts: {}, unrecognised });
    expect(await letters(event, named)).toMatchObject([erased, erased]);
  });

  it('is erased from the others though letters lie there whose fields have forms that nobody can mean', async () => {
    const eva = callOf('call_of_eva');
    const odd = { toString: 1 };
    const strange = [
      { ...eva, correlationid: odd, data: { callId: odd } },
      { ...eva, correlationid: 'call_x', time: odd, data: {} },
      { ...eva, correlationid: 'call_x', time: '-100000-01-01T00:00:00Z', data: {} },
      { ...eva, company: 'a\0b' },
    ];
    for (const body of strange) await letterAbout(JSON.stringify(body), null);
    const id = await letterAbout(JSON.stringify(eva));
    const since = new Date(Date.now() - 60_000);
    expect(await eraseLateLetters(await fixture.dataSource(), new ErasedPeople('ops', key), since)).toBe(1);
    expect(await letters(id)).toMatchObject([erased]);
  });

  it('is not erased with another key: that is a dead letter', async () => {
    const erasure = erasureOf('call_of_otto');
    await fixture.publish({ ...erasure, data: { ...erasure.data, keyFingerprint: 'f'.repeat(64) } });
    await eventually('the dead letter', async () => (await fixture.depth('ops.customer-erased.dead')) === 1);
    expect((await heldOf('call_of_otto')).counts.events).toBe(1);
  });
});
