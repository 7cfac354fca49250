import { randomUUID } from 'node:crypto';
import { CustomerErased, HeldByOps, sampleCompany } from '@callbook/contracts';
import { ErasedPeople, ErasureKey } from '@callbook/database';
import { eventually } from '@callbook/testing';
import { eraseLateLetters } from '../src/privacy/erase-letters.repository';
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

  function erasureOf(call: string, erasedAt = new Date()) {
    return told(CustomerErased, {
      correlationId: randomUUID(),
      data: {
        erasureId: randomUUID(),
        callIds: [],
        appointmentIds: [],
        hashes: [{ kind: 'call', hash: key.hash(sampleCompany, 'call', call) }],
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

  it('is not erased with another key: that is a dead letter', async () => {
    const erasure = erasureOf('call_of_otto');
    await fixture.publish({ ...erasure, data: { ...erasure.data, keyFingerprint: 'f'.repeat(64) } });
    await eventually('the dead letter', async () => (await fixture.depth('ops.customer-erased.dead')) === 1);
    expect((await heldOf('call_of_otto')).counts.events).toBe(1);
  });
});
