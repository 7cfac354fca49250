import { eventually } from '@callbook/testing';
import { Client } from 'pg';
import { ask } from '../support/calls';
import { rowsOf } from '../support/rows';
import type { Stage } from './support/stage';

const halves = {
  'points a call to an appointment that names none': `UPDATE records.calls SET appointment_id = $web, appointment_link_status = 'linked',
    appointment_linked_at = now(), link_cause = NULL, link_cause_since = NULL WHERE id = $silent`,
  'points a call to the appointment of another': `UPDATE records.calls SET appointment_id = $appointment, appointment_link_status = 'linked',
    appointment_linked_at = now(), link_cause = NULL, link_cause_since = NULL WHERE id = $silent`,
  'names in an appointment a call that points nowhere': `UPDATE records.appointments SET call_id = $silent, link_cause = NULL,
    link_cause_since = NULL WHERE id = $web`,
  'clears the side of the call': `UPDATE records.calls SET appointment_id = NULL, booking_confirmed = false, appointment_link_status = 'failed',
    appointment_linked_at = NULL, link_cause = 'booking_refused', link_cause_since = now() WHERE id = $call`,
  'clears the side of the appointment': `UPDATE records.appointments SET call_id = NULL, link_cause = 'not_by_phone', link_cause_since = now()
    WHERE id = $appointment`,
  'confirms without an appointment': `UPDATE records.calls SET booking_confirmed = true WHERE id = $silent`,
  'labels as linked': `UPDATE records.calls SET appointment_link_status = 'linked' WHERE id = $silent`,
} as const;

const rules = [
  'call_points_to_its_appointment',
  'appointment_names_a_linked_call',
  'confirmed_only_with_appointment',
  'linked_means_appointment',
];

/** Whoever writes, and whatever somebody drops. */
export function lostLinks(stage: () => Stage): void {
  const ids: Record<string, string> = {};
  let callId = '';

  beforeAll(async () => {
    const attendee = { name: 'Ohne Anruf', email: 'ohne@kunde.example' };
    const { uid } = await stage().calcom.people.book({ eventTypeId: 2001, start: stage().freeSlot(), attendee });
    const booking = stage().retell.openCall({ ownNumber: true });
    const args = { service: 'Herrenhaarschnitt', start: stage().freeSlot(), attendee_name: 'Mit Anruf' };
    expect(await ask(booking, 'book_appointment', args)).toMatchObject({ status: 'booked' });
    await booking.hangUp();
    const silent = stage().retell.openCall({ ownNumber: true });
    await silent.hangUp();
    callId = booking.callId;
    await eventually('all rows', async () => {
      const { calls, appointments } = await rowsOf(stage().database, callId);
      const [quiet] = (await rowsOf(stage().database, silent.callId)).calls;
      const [web] = await stage().database.query<{ id: string }>(
        'SELECT id FROM records.appointments WHERE calcom_uid = $1',
        [uid],
      );
      if (!calls[0] || !appointments[0] || !quiet || !web) return false;
      return Object.assign(ids, { call: calls[0].id, appointment: appointments[0].id, silent: quiet.id, web: web.id });
    });
  }, 30_000);

  async function inTransaction<T>(work: (db: Client) => Promise<T>, url = stage().database.url): Promise<T> {
    const db = new Client({ connectionString: url });
    await db.connect();
    try {
      await db.query('BEGIN');
      return await work(db);
    } finally {
      await db.query('ROLLBACK');
      await db.end();
    }
  }

  const filled = (sql: string) => sql.replace(/\$(\w+)/g, (_, name: string) => `'${ids[name]}'`);

  /** What the database says to a statement, committed if it comes to that. */
  const refusalOf = (sql: string, url: string) =>
    inTransaction(async (db) => {
      const { rowCount } = await db.query(filled(sql));
      expect(rowCount).toBe(1); // it is about a row that is there
      await db.query('COMMIT');
    }, url).then(
      () => 'committed',
      ({ code, constraint }: { code?: string; constraint?: string }) => constraint ?? code,
    );

  it.each(['callbook_gateway', 'callbook_booking', 'callbook_ops'] as const)(
    'cannot be half a link that %s writes: it may write to none of these rows',
    async (role) => {
      for (const [what, sql] of Object.entries(halves))
        expect([what, await refusalOf(sql, stage().database.urlFor(role))]).toEqual([what, '42501']);
    },
  );

  it.each(['callbook_records', 'the owner'])(
    'cannot be half a link that %s writes: the rules refuse it',
    async (who) => {
      const url = who === 'the owner' ? stage().database.url : stage().database.urlFor(who);
      for (const [what, sql] of Object.entries(halves))
        expect([what, rules]).toEqual([what, expect.arrayContaining([await refusalOf(sql, url)])]);
    },
  );

  it('leaves both directions, by SQL and for whoever reads the list, with names', async () => {
    const [joined] = await stage().database.query(
      `SELECT c.id AS call, a.id AS appointment FROM records.calls c
       JOIN records.appointments a ON a.id = c.appointment_id AND a.call_id = c.id WHERE c.retell_call_id = $1`,
      [callId],
    );
    expect(joined).toEqual({ call: ids.call, appointment: ids.appointment });

    const wanted = ['--company', 'salon-lindenhof', '--name', 'incidents', '--by', 'spec', '--json'];
    const { token } = JSON.parse(await stage().callbook.operate('tokens', 'create', ...wanted)) as { token: string };
    const records = stage().callbook.apps.findLast(({ name }) => name === 'records');
    const get = async (path: string) => {
      const url = `${String(records?.ready.url)}/v1/${path}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      return answer.ok && ((await answer.json()) as { items: object[] }).items;
    };
    expect(await eventually('the list', () => get(`appointments?call=${ids.call}`))).toMatchObject([
      {
        id: ids.appointment,
        call: { id: ids.call, pointsBack: true },
        service: { name: 'Herrenhaarschnitt' },
        staff: { name: 'Mehmet Kaya' },
      },
    ]);
    expect(await get(`calls?appointment=${ids.appointment}`)).toMatchObject([
      { id: ids.call, linkStatus: 'linked', appointment: { id: ids.appointment, namesCall: true } },
    ]);
  });

  it('is kept by rules that a migration cannot lose without this test', async () => {
    const found = await stage().database.query(
      `SELECT conname AS name, condeferrable AND condeferred AS deferred, convalidated AS proven, pg_get_constraintdef(oid) AS rule
       FROM pg_constraint WHERE conname = ANY ($1) ORDER BY conname`,
      [rules],
    );
    const of = (name: string, deferred: boolean, rule: string) => ({
      name,
      deferred,
      proven: true,
      rule: expect.stringContaining(rule) as string,
    });
    expect(found).toEqual([
      of('appointment_names_a_linked_call', true, 'FOREIGN KEY (call_id) REFERENCES records.calls(linked_id)'),
      of(
        'call_points_to_its_appointment',
        true,
        'FOREIGN KEY (appointment_id, id) REFERENCES records.appointments(id, call_id)',
      ),
      of('confirmed_only_with_appointment', false, 'NOT booking_confirmed'),
      of('linked_means_appointment', false, 'appointment_link_status'),
    ]);
  });

  it('shows in the third rate when the rules were dropped and one side was lost all the same', async () => {
    const rates = await inTransaction(async (db) => {
      for (const rule of rules) {
        const table = rule.startsWith('appointment_') ? 'appointments' : 'calls';
        await db.query(`ALTER TABLE records.${table} DROP CONSTRAINT ${rule}`);
      }
      const rate = async () => {
        const { rows } = await db.query<{ rate: string }>(
          `SELECT min(both_ways_rate)::float AS rate FROM records.report_links_v1 WHERE company = 'salon-lindenhof' AND links > 0`,
        );
        return Number(rows[0]?.rate);
      };
      const before = await rate();
      await db.query(filled(halves['clears the side of the call']));
      return { before, after: await rate() };
    });
    expect(rates.before).toBe(1);
    expect(rates.after).toBeLessThan(1);
  });
}
