import type { RetellSandbox } from '@callbook/sandbox';
import { eventually } from '@callbook/testing';
import { ask, type Told } from '../support/calls';
import { rowsOf } from '../support/rows';
import { whileWritesWait } from './support/blocked';
import type { Stage } from './support/stage';
import { writtenWith } from './support/written-together';

/** Something fails after Cal.com has booked and before the record is complete. */
export function confirmedWithoutAppointment(stage: () => Stage): void {
  let phone: RetellSandbox;
  const patient = { timeoutMs: 20_000, everyMs: 100 };

  beforeAll(async () => {
    // Its callers do not wait for long.
    const env = { ANSWER_DEADLINE_MS: '2000', CONFIRM_TIMEOUT_MS: '1000', OUTCOME_POLL_MS: '500' };
    phone = await stage().phoneTo(await stage().startWith('webhook-gateway', env));
  }, 60_000);

  /** A call that is in the record before anything is asked. */
  async function callFor(name: string) {
    const call = phone.openCall({ ownNumber: true });
    const args = { service: 'Herrenhaarschnitt', start: stage().freeSlot(), attendee_name: name };
    await call.notify('call_started');
    await eventually('the call', async () => (await rowsOf(stage().database, call.callId)).calls.length === 1);
    return { callId: call.callId, book: (): Promise<Told> => ask(call, 'book_appointment', args) };
  }

  const bookingsOf = (callId: string) =>
    stage().calcom.world.bookings.filter(({ metadata }) => metadata.callbook_call_id === callId);

  async function expectNothingWritten(callId: string): Promise<void> {
    const { calls, appointments } = await rowsOf(stage().database, callId);
    expect(calls).toMatchObject([{ booking_confirmed: false, appointment_id: null }]);
    expect(appointments).toEqual([]);
  }

  /** Both rows, one booking, and the caller who asks again hears it. */
  async function expectLinked(callId: string, book: () => Promise<Told>): Promise<void> {
    await eventually(
      'the link',
      async () => (await rowsOf(stage().database, callId)).calls[0]?.appointment_link_status === 'linked',
      patient,
    );
    const { calls, appointments } = await rowsOf(stage().database, callId);
    expect(bookingsOf(callId)).toHaveLength(1);
    expect(appointments).toMatchObject([{ call_id: calls[0]?.id, calcom_uid: bookingsOf(callId)[0]?.uid }]);
    expect(calls).toMatchObject([{ appointment_id: appointments[0]?.id, booking_confirmed: true }]);
    expect(await book()).toMatchObject({ status: 'booked' });
  }

  async function deadLetters(): Promise<number> {
    const records = stage().callbook.apps.findLast(({ name }) => name === 'records');
    const text = await (await fetch(`${String(records?.ready.url)}/metrics`)).text();
    return Number(
      /^callbook_messages_handled_total\{[^}]*records\.booking-created"[^}]*end="dead"[^}]*\} (\d+)$/m.exec(
        text,
      )?.[1] ?? 0,
    );
  }

  /** The database fails where a call is to be pointed to its appointment. */
  const failPointing = (how: string) =>
    stage().database.query(`
      CREATE SEQUENCE IF NOT EXISTS spec.failures;
      CREATE FUNCTION spec.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        ${how} RAISE EXCEPTION 'injected: the call cannot be written'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON records.calls
        FOR EACH ROW WHEN (NEW.appointment_id IS NOT NULL) EXECUTE FUNCTION spec.fail()`);
  afterEach(async () => {
    await stage().database.query('DROP FUNCTION IF EXISTS spec.fail CASCADE');
    await stage().revive('records');
  });

  it('is not how it is written: the row and "confirmed" are one transaction', async () => {
    const { callId, book } = await callFor('Ein Stück');
    await book();
    await expectLinked(callId, book);
    const { appointments } = await rowsOf(stage().database, callId);
    expect(await writtenWith(stage().database, appointments[0]?.id ?? '')).toMatchObject({
      appointment: 1,
      confirmed: 1,
    });
  });

  it.each(['appointments', 'calls', 'outbox'])(
    'is not left behind by records when it is killed where it writes %s; the caller hears "not confirmed yet", and then "booked"',
    async (table) => {
      const { callId, book } = await callFor(`Ende bei ${table}`);
      const told = await whileWritesWait(stage().database, table, async (reached) => {
        const telling = book();
        await reached();
        await stage().kill('records');
        expect(bookingsOf(callId)).toHaveLength(1);
        await expectNothingWritten(callId);
        return telling;
      });
      expect(told).toMatchObject({ status: 'pending' });
      await expectNothingWritten(callId);
      await stage().revive('records');
      await expectLinked(callId, book);
    },
    60_000,
  );

  it('is not left behind by statements that fail twice in the middle: the message comes again', async () => {
    await failPointing(`IF nextval('spec.failures') <= 2 THEN`);
    const { callId, book } = await callFor('Zweimal Pech');
    const told = await book();
    if (told.status !== 'booked') expect(told).toMatchObject({ status: 'pending' });
    await expectLinked(callId, book);
    const [{ tries } = { tries: 0 }] = await stage().database.query<{ tries: number }>(
      'SELECT last_value::integer AS tries FROM spec.failures',
    );
    expect(tries).toBeGreaterThan(2);
  }, 60_000);

  it('is not left behind by a statement that always fails: nothing is confirmed, and the message is kept as a dead letter', async () => {
    await failPointing('IF true THEN');
    const { callId, book } = await callFor('Immer Pech');
    const before = await deadLetters();
    expect(await book()).toMatchObject({ status: 'pending' });
    await eventually('the dead letter', async () => (await deadLetters()) > before, patient);
    await expectNothingWritten(callId);
    expect(await book()).toMatchObject({ status: 'pending' });
    await eventually('what is owed', async () => {
      const { calls } = await rowsOf(stage().database, callId);
      expect(calls).toMatchObject([{ booking_confirmed: false }]);
      return calls[0]?.appointment_link_status === 'pending';
    });
  }, 60_000);

  it('is nowhere among all calls', async () => {
    const [found] = await stage().database.query(`
      SELECT count(*)::integer > 3 AS confirmed, count(*) FILTER (WHERE NOT EXISTS (
               SELECT FROM records.appointments a WHERE a.id = calls.appointment_id AND a.call_id = calls.id))::integer AS without
      FROM records.calls WHERE booking_confirmed`);
    expect(found).toEqual({ confirmed: true, without: 0 });
  });
}
