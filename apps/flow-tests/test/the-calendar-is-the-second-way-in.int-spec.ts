import { eventually } from '@callbook/testing';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly call_id: string | null;
  readonly calcom_uid: string;
  readonly starts_at: Date;
  readonly source: string;
}

/** What happens in Cal.com itself reaches the rows through its webhooks, with two replicas of everything. */
describe('what people do in the calendar', () => {
  let journey: Journey;

  beforeAll(async () => {
    const env = { HINT_COALESCE_MS: '200', HINT_POLL_MS: '100', HINT_LOOK_AGAIN: '300ms,600ms,1s,2s' };
    const replicas = { gateway: 2, booking: 2, records: 2 };
    journey = await startJourney({ replicas, env, calendarWebhooks: true });
  }, 90_000);

  afterAll(() => journey?.end(), 60_000);

  const attendee = { name: 'Eva Sommer', email: 'eva.sommer@kunde.example' };
  const row = async (uid: string) =>
    (
      await journey.database.query<Row>(
        `SELECT a.* FROM records.appointments a JOIN records.appointment_uids u ON u.appointment_id = a.id WHERE u.uid = $1`,
        [uid],
      )
    )[0];
  const rowWith = (uid: string, status: string, startsAt?: string) =>
    eventually(`an appointment that is ${status}`, async () => {
      const found = await row(uid);
      const there = found?.status === status && (!startsAt || found.starts_at.getTime() === Date.parse(startsAt));
      return there && found;
    });

  it('a booking made there becomes an appointment without a call, is moved with it, and cancelled with it', async () => {
    const booked = await journey.calcom.people.book({ eventTypeId: 2001, start: slot(1, 10), attendee });
    const first = await rowWith(booked.uid, 'confirmed');
    expect(first).toMatchObject({ call_id: null, calcom_uid: booked.uid, source: 'calcom' });

    const moved = await journey.calcom.people.reschedule(booked.uid, { start: slot(1, 12) });
    expect(moved.uid).not.toBe(booked.uid);
    const second = await rowWith(moved.uid, 'confirmed', slot(1, 12));
    expect(second).toMatchObject({ id: first.id, calcom_uid: moved.uid });

    await journey.calcom.people.cancel(moved.uid);
    expect(await rowWith(moved.uid, 'cancelled')).toMatchObject({ id: first.id });
    expect(await journey.database.query('SELECT FROM booking.hint_findings')).toEqual([]);
  });

  it('a phone booking whose webhook comes before the answer, and twice, is one appointment linked to its call', async () => {
    journey.calcom.webhookFaults.arm({ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'twice' } });
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'delay', at: 'written', ms: 800 },
    });
    const args = {
      service: 'Herrenhaarschnitt',
      start: slot(1, 14),
      attendee_name: 'Jonas Weber',
      attendee_email: 'j@kunde.example',
    };
    const call = { from: '+4915112345678', functions: [{ name: 'book_appointment', args }] };
    const { callId, functions } = await journey.retell.playCall(call);
    expect(functions[0]?.answers).toMatchObject([{ status: 200, body: { status: 'booked' } }]);
    const { calls, appointments } = await rowsOf(journey.database, callId);
    expect(appointments).toMatchObject([{ call_id: calls[0]?.id, status: 'confirmed' }]);

    const uid = appointments[0]?.calcom_uid ?? '';
    await journey.calcom.people.cancel(uid);
    expect(await rowWith(uid, 'cancelled')).toMatchObject({ call_id: calls[0]?.id });
    const after = (await rowsOf(journey.database, callId)).calls[0];
    expect(after).toMatchObject({ appointment_id: appointments[0]?.id, booking_confirmed: true });

    // The slot is free again, for another caller.
    const again = await journey.retell.playCall({ ...call, from: '+4915112345679' });
    expect(again.functions[0]?.answers).toMatchObject([{ body: { status: 'booked' } }]);
  });
});
