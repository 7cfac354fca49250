import { eventually } from '@callbook/testing';
import { ask, liveBookingsOf } from './support/calls';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

/** All that an agent can ask for, through the signed door, with two replicas of everything. */
describe('a caller', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney({
      replicas: { gateway: 2, booking: 2, records: 2 },
      env: { HINT_COALESCE_MS: '200', HINT_POLL_MS: '100', HINT_LOOK_AGAIN: '300ms,600ms,1s,2s' },
      unlimited: true,
      calendarWebhooks: true,
    });
  }, 90_000);

  afterAll(() => journey?.end(), 60_000);

  const callFrom = (from: string) => journey.retell.openCall({ from });
  const haircut = (start: string, name: string, more: Record<string, unknown> = {}) => ({
    service: 'Herrenhaarschnitt',
    start,
    attendee_name: name,
    ...more,
  });
  const mehmetAt = (start: string) =>
    journey.calcom.people.book({
      eventTypeId: 2001,
      start,
      attendee: { name: 'Web Kunde', email: 'web@kunde.example' },
    });

  describe('and the six functions:', () => {
    const number = '+4915110000001';
    const [first, second] = [slot(1, 10), slot(1, 12)];
    let appointmentId = '';
    let reference = '';

    it('hears what is free, takes it, and that is one linked appointment', async () => {
      const call = callFrom(number);
      const free = await ask(call, 'check_availability', { service: 'Herrenhaarschnitt', start: first });
      expect(free).toMatchObject({ status: 'found', start_local: first });
      const told = await ask(call, 'book_appointment', haircut(free.start_local ?? '', 'Jonas Weber'));
      expect(told).toMatchObject({ status: 'booked', start_local: first, staff: 'Mehmet Kaya' });
      await call.hangUp();
      const { calls, appointments } = await rowsOf(journey.database, call.callId);
      expect(calls).toMatchObject([{ appointment_id: appointments[0]?.id, booking_confirmed: true }]);
      expect(liveBookingsOf(journey, 'Jonas Weber')).toHaveLength(1);
      appointmentId = appointments[0]?.id ?? '';
      reference = told.reference ?? '';
    });

    it('is known by the first name alone when ringing again, and hears of no appointment without a second fact', async () => {
      const call = callFrom(number);
      const known = await ask(call, 'check_customer', {});
      expect(known).toMatchObject({ status: 'found', say: expect.stringContaining('Jonas') });
      expect(known.say).not.toContain('Weber');
      expect(await ask(call, 'list_appointments', {})).toMatchObject({ status: 'ask_back', reference: null });
      expect(await ask(call, 'list_appointments', { attendee_name: 'Jonas Klein' })).toMatchObject({ status: 'none' });
      const found = await ask(call, 'list_appointments', { attendee_name: 'Weber' });
      expect(found).toMatchObject({ status: 'found', start_local: first, reference });
      await call.hangUp();
    });

    it('moves it in another call, with a second fact and not without: the same row, and one booking', async () => {
      const call = callFrom(number);
      const without = await ask(call, 'reschedule_appointment', { new_start: second });
      expect(without).toMatchObject({ status: 'ask_back' });
      expect(journey.calcom.requests.of('reschedule-booking')).toEqual([]);

      const which = { attendee_name: 'Jonas Weber', start: first, new_start: second };
      expect(await ask(call, 'reschedule_appointment', which)).toMatchObject({
        status: 'moved',
        start_local: second,
        reference,
      });
      // The same wish in other words of the same call.
      expect(await ask(call, 'reschedule_appointment', { ...which, reason: 'später' })).toMatchObject({
        status: 'moved',
      });
      await call.hangUp();
      const live = liveBookingsOf(journey, 'Jonas Weber');
      expect(live.map(({ start }) => start)).toEqual([Date.parse(second)]);
      const [row] = await journey.database.query<{ id: string; calcom_uid: string; starts_at: Date }>(
        'SELECT id, calcom_uid, starts_at FROM records.appointments WHERE id = $1',
        [appointmentId],
      );
      expect(row).toMatchObject({ calcom_uid: live[0]?.uid, starts_at: new Date(second) });
    });

    it('cancels it from a withheld number, with its reference and name', async () => {
      const call = callFrom('anonymous');
      expect(await ask(call, 'cancel_appointment', { attendee_name: 'Jonas Weber' })).toMatchObject({
        status: 'ask_back',
      });
      expect(liveBookingsOf(journey, 'Jonas Weber')).toHaveLength(1);
      const told = await ask(call, 'cancel_appointment', { reference, attendee_name: 'Jonas Weber' });
      expect(told).toMatchObject({ status: 'cancelled' });
      await call.hangUp();
      expect(liveBookingsOf(journey, 'Jonas Weber')).toEqual([]);
      const row = () =>
        journey.database.query('SELECT status FROM records.appointments WHERE id = $1', [appointmentId]);
      expect(await row()).toEqual([{ status: 'cancelled' }]);
    });
  });

  it('rings back for what is booked already, and hears that: one booking, one row, of the first call', async () => {
    const wish = haircut(slot(1, 13), 'Petra Lang');
    const calls = [callFrom('+4915110000002'), callFrom('+4915110000002')];
    const told = [];
    for (const call of calls) {
      told.push((await ask(call, 'book_appointment', wish)).status);
      await call.hangUp();
    }
    expect(told).toEqual(['booked', 'already_booked']);
    expect(liveBookingsOf(journey, 'Petra Lang')).toHaveLength(1);
    const [one, two] = await Promise.all(calls.map(({ callId }) => rowsOf(journey.database, callId)));
    expect(one?.appointments).toMatchObject([{ call_id: one?.calls[0]?.id, status: 'confirmed' }]);
    expect(two).toMatchObject({ calls: [{ appointment_id: null, booking_confirmed: false }], appointments: [] });
  });

  it('is refused with what else is free, and takes another stylist at the same time', async () => {
    const start = slot(1, 15);
    await mehmetAt(start);
    const call = callFrom('+4915110000003');
    const refused = await ask(call, 'book_appointment', haircut(start, 'Karl Ott', { preferred_staff: 'Mehmet' }));
    expect(refused).toMatchObject({ status: 'refused' });
    expect(refused.alternatives.length).toBeGreaterThan(0);
    expect(refused.alternatives.length).toBeLessThanOrEqual(3);
    expect(liveBookingsOf(journey, 'Karl Ott')).toEqual([]);

    const booked = await ask(call, 'book_appointment', haircut(start, 'Karl Ott', { preferred_staff: 'Anna' }));
    expect(booked).toMatchObject({ status: 'booked', staff: 'Anna Berger', start_local: start });
    await call.hangUp();
    expect(liveBookingsOf(journey, 'Karl Ott')).toMatchObject([{ hostId: 1001 }]);
    const { calls, appointments } = await rowsOf(journey.database, call.callId);
    expect(calls).toMatchObject([{ appointment_id: appointments[0]?.id, appointment_link_status: 'linked' }]);
  });

  it('books for two people in one call: two bookings, two rows, both of that call', async () => {
    const call = callFrom('+4915110000004');
    for (const [name, hour] of [
      ['Berta Sommer', 16],
      ['Emil Sommer', 17],
    ] as const) {
      expect(await ask(call, 'book_appointment', haircut(slot(1, hour), name))).toMatchObject({ status: 'booked' });
    }
    await call.hangUp();
    const { calls, appointments } = await rowsOf(journey.database, call.callId);
    expect(calls).toHaveLength(1);
    expect(appointments).toMatchObject([{ call_id: calls[0]?.id }, { call_id: calls[0]?.id }]);
    expect(liveBookingsOf(journey, 'Berta Sommer')).toHaveLength(1);
    expect(liveBookingsOf(journey, 'Emil Sommer')).toHaveLength(1);
  });

  it('hears "requested" of what the salon has to confirm; once it has, the row is confirmed', async () => {
    const call = callFrom('+4915110000005');
    const wish = { service: 'Haarverlängerung', start: slot(2, 10), attendee_name: 'Nora Falk' };
    expect(await ask(call, 'book_appointment', wish)).toMatchObject({ status: 'requested' });
    await call.hangUp();
    const { appointments, calls } = await rowsOf(journey.database, call.callId);
    expect(appointments).toMatchObject([{ status: 'pending' }]);
    expect(calls).toMatchObject([{ booking_confirmed: false, appointment_id: appointments[0]?.id }]);

    await journey.calcom.people.confirm(appointments[0]?.calcom_uid ?? '');
    const confirmed = async () => {
      const rows = await rowsOf(journey.database, call.callId);
      return rows.appointments[0]?.status === 'confirmed' && rows;
    };
    expect(await eventually('the confirmed row', confirmed)).toMatchObject({
      calls: [{ booking_confirmed: true }],
      appointments: [{ id: appointments[0]?.id }],
    });
    expect(liveBookingsOf(journey, 'Nora Falk')).toHaveLength(1);
  });
});
