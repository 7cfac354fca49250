import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@callbook/testing';
import { Client } from 'pg';
import { ask, type Told } from '../support/calls';
import { rowsOf } from '../support/rows';
import type { Stage } from './support/stage';
import { writtenWith } from './support/written-together';

const sampleCatalogue = join(__dirname, '../../../ops/catalogue/salon-lindenhof.yaml');
const brokenLog = join(__dirname, 'support/preload-broken-log.js');

/** What 23 appointments stumbled over. The last test leaves the apps as it started them. */
export function wouldNotSync(stage: () => Stage): void {
  const wish = (name: string, more: Record<string, unknown> = {}) => ({
    service: 'Herrenhaarschnitt',
    start: stage().freeSlot(),
    attendee_name: name,
    ...more,
  });

  async function book(args: Record<string, unknown>, script = {}): Promise<{ callId: string; told: Told }> {
    const call = stage().retell.openCall({ ownNumber: true, ...script });
    const told = await ask(call, 'book_appointment', args);
    await call.hangUp();
    return { callId: call.callId, told };
  }

  it.each([256, 10_240])('keeps the words of Cal.com whole: %i characters', async (length) => {
    const words = `no_available_users ${'ä'.repeat(length - 23)} end`;
    stage().calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'answer', at: 'before-write', status: 400, body: { status: 'error', error: { message: words } } },
    });
    const { callId, told } = await book(wish(`Lange Antwort ${length}`));
    expect(told.status).toBe('refused');
    const call = await eventually('the failure on the call', async () => {
      const { calls } = await rowsOf(stage().database, callId);
      return calls[0]?.appointment_link_status === 'failed' && calls[0];
    });
    expect(call).toMatchObject({ booking_confirmed: false, booking_failure_reason: expect.any(String) as string });
    expect((call as unknown as { booking_failure_text: string }).booking_failure_text).toContain(words);
  });

  it('has one row for one booking, however many messages tell of it, and whoever writes', async () => {
    const { database, calcom } = stage();
    calcom.webhookFaults.arm({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'twice' } });
    const { callId } = await book(wish('Dreimal Gesagt'));
    const { appointments } = await rowsOf(database, callId);
    const uid = appointments[0]?.calcom_uid ?? '';
    await eventually(
      'the hints to be worked off',
      async () => (await database.query('SELECT FROM booking.hints')).length === 0,
    );
    const [counted] = await database.query(
      `SELECT (SELECT count(*)::integer FROM records.appointments WHERE calcom_uid = $1) AS appointments,
              (SELECT count(*)::integer FROM records.appointment_uids WHERE uid = $1) AS uids`,
      [uid],
    );
    expect(counted).toEqual({ appointments: 1, uids: 1 });
    await expect(
      database.query(
        `INSERT INTO records.appointment_uids (company, uid, appointment_id, kind)
         SELECT company, $1, id, 'chain' FROM records.appointments WHERE calcom_uid <> $1 AND company = 'salon-lindenhof' LIMIT 1`,
        [uid],
      ),
    ).rejects.toMatchObject({ code: '23505' });
  });

  describe('callers without e-mail and number', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'callbook-incidents-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('are asked before Cal.com is', async () => {
      const posts = stage().calcom.requests.of('create-booking').length;
      const { callId, told } = await book(wish('Ohne Alles'), { from: 'anonymous', ownNumber: false });
      expect(told.status).toBe('refused');
      expect(stage().calcom.requests.of('create-booking')).toHaveLength(posts);
      await eventually('the reason on the call', async () => {
        const { calls } = await rowsOf(stage().database, callId);
        return (calls[0] as unknown as Record<string, unknown>)?.booking_failure_reason === 'missing_contact';
      });
    });

    it('get an address of their own, never a shared one, where the company wants that', async () => {
      const text = await readFile(sampleCatalogue, 'utf8');
      const file = join(folder, 'catalogue.yaml');
      await writeFile(file, text.replace('contactRule: ask ', 'contactRule: placeholder '));
      await stage().callbook.operate('catalogue', 'import', file);
      const bookAnonymously = async (name: string) => {
        const { callId, told } = await book(wish(name), { from: 'anonymous', ownNumber: false });
        return told.status === 'booked' && callId;
      };
      const first = await eventually('the new rule to be known', () => bookAnonymously('Erste Unbekannte'), {
        timeoutMs: 20_000,
        everyMs: 500,
      });
      const second = await bookAnonymously('Zweite Unbekannte');
      const customers = await stage().database.query<{ id: string; email: string; marked: boolean }>(
        `SELECT p.id, p.email, p.email_is_placeholder AS marked FROM records.customers p
         JOIN records.calls c ON c.customer_id = p.id WHERE c.retell_call_id = ANY ($1)`,
        [[first, second]],
      );
      expect(customers).toHaveLength(2);
      expect(new Set(customers.map(({ id }) => id)).size).toBe(2);
      expect(new Set(customers.map(({ email }) => email)).size).toBe(2);
      for (const { email, marked } of customers)
        expect([email, marked]).toEqual([expect.stringMatching(/\.invalid$/), true]);
      await stage().callbook.operate('catalogue', 'import', sampleCatalogue);
    }, 60_000);
  });

  it.each([
    ['Dauerwelle', 4, 2],
    ['Balayage', 6, 3],
  ])('writes %s with its %i phases in the transaction of the appointment', async (service, phases, tuesday) => {
    const { callId, told } = await book(wish(`Frau ${service}`, { service, start: stage().freeSlot(tuesday) }));
    expect(told.status).toBe('booked');
    const { appointments } = await rowsOf(stage().database, callId);
    expect(await writtenWith(stage().database, appointments[0]?.id ?? '')).toEqual({
      appointment: 1,
      phase: phases,
      confirmed: 1,
    });
  });

  it('does not look healthier for rows that were marked so', async () => {
    const { callId } = await book(wish('Nicht Verbunden', { start: stage().freeSlot(1), preferred_staff: 'Niemand' }));
    const answers =
      'FROM records.function_answers WHERE call_id = (SELECT id FROM records.calls WHERE retell_call_id = $1)';
    await eventually(
      'the answer in the record',
      async () => (await stage().database.query(`SELECT status ${answers}`, [callId])).length > 0,
    );
    const db = new Client({ connectionString: stage().database.url });
    await db.connect();
    try {
      await db.query('BEGIN');
      // As if the agent had been given "booked" to say.
      await db.query(
        `UPDATE records.function_answers SET status = 'booked' WHERE message_id IN (SELECT message_id ${answers})`,
        [callId],
      );
      const rates = async () =>
        (
          await db.query<Record<string, string>>(
            `SELECT day::text, calls_linked_rate, phone_appointments_rate, both_ways_rate FROM records.report_links_v1
             WHERE company = 'salon-lindenhof' AND calls_to_link > 0 ORDER BY day`,
          )
        ).rows;
      const before = await rates();
      expect(before.some(({ calls_linked_rate }) => Number(calls_linked_rate) < 1)).toBe(true);
      await db.query('SET LOCAL ROLE callbook_records');
      await db.query(
        `UPDATE records.appointments SET sync_status = 'synced', sync_error_class = NULL, sync_error = NULL`,
      );
      for (const label of ['not_applicable', 'pending', 'failed'])
        await db.query(`UPDATE records.calls SET appointment_link_status = $1 WHERE appointment_id IS NULL`, [label]);
      await db.query('RESET ROLE');
      expect(await rates()).toEqual(before);
    } finally {
      await db.query('ROLLBACK');
      await db.end();
    }
  });

  it('books although no app can write its log: the disk is full, or whoever read it is gone', async () => {
    for (const name of ['webhook-gateway', 'booking', 'records'] as const) await stage().stop(name);
    const before = stage().logs().length;
    const broken = (how: string) => ({ NODE_OPTIONS: `--require=${brokenLog}`, BROKEN_LOG: how, LOG_LEVEL: 'trace' });
    const [gateway] = await Promise.all([
      stage().startWith('webhook-gateway', broken('closed')),
      stage().startWith('records', broken('closed')),
      stage().startWith('booking', broken('full')),
    ]);
    const call = (await stage().phoneTo(gateway)).openCall({ ownNumber: true });
    expect(await ask(call, 'book_appointment', wish('Ohne Protokoll'))).toMatchObject({ status: 'booked' });
    await call.hangUp();
    const { calls, appointments } = await rowsOf(stage().database, call.callId);
    expect(calls).toMatchObject([{ booking_confirmed: true, appointment_id: appointments[0]?.id }]);
    expect(appointments).toMatchObject([{ call_id: calls[0]?.id, status: 'confirmed' }]);
    expect(stage().logs().slice(before)).not.toMatch(/"level"/); // they had something to write, and could not
  }, 60_000);
}
