import { sandboxSeed } from '@callbook/sandbox';
import { eventually } from '@callbook/testing';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

/** Step by step through a whole call, with two replicas of everything. */
describe('a phone call becomes a linked appointment', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney({ replicas: { gateway: 2, booking: 2, records: 2 } });
  }, 90_000);

  afterAll(() => journey?.end(), 60_000);

  const bookingsOf = (callId: string) =>
    journey.calcom.world.bookings.filter(({ metadata }) => metadata.callbook_call_id === callId);
  const play = (args: Record<string, unknown>, more: { times?: number; from?: string; agentId?: string } = {}) => {
    const { times = 1, ...script } = more;
    return journey.retell.playCall({
      from: '+4915112345678',
      ...script,
      functions: [{ name: 'book_appointment', args, times }],
    });
  };
  const answersOf = (played: Awaited<ReturnType<typeof play>>) => played.functions.flatMap(({ answers }) => answers);

  it('with staff, service, price, uid and host, linked both ways, confirmed, and one booking in the calendar', async () => {
    const start = slot(1, 10);
    const played = await play({
      service: 'Herrenhaarschnitt',
      start,
      attendee_name: 'Jonas Weber',
      attendee_email: 'jonas@kunde.example',
    });
    expect(answersOf(played)).toMatchObject([
      { status: 200, body: { ok: true, status: 'booked', staff: 'Mehmet Kaya', start_local: start } },
    ]);

    const { calls, appointments } = await rowsOf(journey.database, played.callId);
    const [booking] = bookingsOf(played.callId);
    expect(bookingsOf(played.callId)).toHaveLength(1);
    expect(calls).toMatchObject([
      { booking_confirmed: true, appointment_id: appointments[0]?.id, appointment_link_status: 'linked' },
    ]);
    expect(appointments).toMatchObject([
      {
        call_id: calls[0]?.id,
        status: 'confirmed',
        calcom_uid: booking?.uid,
        calcom_host_id: 1002,
        price_minor: 3200,
        currency: 'EUR',
        staff_cause: null,
      },
    ]);
    expect(appointments[0]?.staff_id).not.toBeNull();
    expect(appointments[0]?.service_id).not.toBeNull();
    await eventually(
      'the call to be analysed',
      async () => (await rowsOf(journey.database, played.callId)).calls[0]?.status === 'analyzed',
    );
  });

  it('once, when the same signed request arrives 50 times in parallel at two replicas, with 50 equal answers', async () => {
    const args = {
      service: 'Waschen und Föhnen',
      start: slot(1, 11),
      attendee_name: 'Petra Lang',
      attendee_email: 'petra@kunde.example',
    };
    const played = await play(args, { times: 50 });
    const answers = answersOf(played);
    expect(answers).toHaveLength(50);
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, body: { status: 'booked' } });
    expect(bookingsOf(played.callId)).toHaveLength(1);
    const { calls, appointments } = await rowsOf(journey.database, played.callId);
    expect([calls.length, appointments.length]).toEqual([1, 1]);

    // Again when everybody who waited is gone, at either replica in turn.
    const request = played.functions[0]?.request;
    if (!request) throw new Error('nothing was played');
    for (const again of [await journey.retell.resend(request), await journey.retell.resend(request)]) {
      expect(again).toMatchObject({ status: 200, body: answers[0]?.body });
    }
    expect(bookingsOf(played.callId)).toHaveLength(1);
  }, 60_000);

  it('after a refusal for missing contact, when the caller then gives an e-mail', async () => {
    const wish = { service: 'Herrenhaarschnitt', start: slot(1, 12), attendee_name: 'Unbekannt Müller' };
    const call = journey.retell.openCall({ from: 'anonymous' });
    const first = await call.invoke({ name: 'book_appointment', args: wish });
    expect(first.answers).toMatchObject([{ status: 200, body: { ok: false, status: 'refused' } }]);
    expect(bookingsOf(call.callId)).toHaveLength(0);

    const second = await call.invoke({
      name: 'book_appointment',
      args: { ...wish, attendee_email: 'mueller@kunde.example' },
    });
    expect(second.answers).toMatchObject([{ status: 200, body: { ok: true, status: 'booked' } }]);
    await call.hangUp();
    expect(bookingsOf(call.callId)).toHaveLength(1);
    const { calls, appointments } = await rowsOf(journey.database, call.callId);
    expect(calls).toMatchObject([{ booking_confirmed: true, appointment_id: appointments[0]?.id }]);
  });

  it('with staff all the same when the POST names no host', async () => {
    journey.calcom.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'hosts', as: 'absent' } });
    const played = await play({
      service: 'Herrenhaarschnitt',
      start: slot(1, 13),
      attendee_name: 'Ohne Host',
      attendee_email: 'a@kunde.example',
    });
    expect(answersOf(played)).toMatchObject([{ body: { status: 'booked', staff: 'Mehmet Kaya' } }]);
    const { appointments } = await rowsOf(journey.database, played.callId);
    expect(appointments).toMatchObject([{ calcom_host_id: 1002, staff_cause: null }]);
  });

  it('with the cause in the empty cell when no answer names a host', async () => {
    journey.calcom.faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'hosts', as: 'unknown' } });
    journey.calcom.faults.arm({ on: { operation: 'get-booking' }, effect: { kind: 'hosts', as: 'unknown' } });
    const played = await play({
      service: 'Herrenhaarschnitt',
      start: slot(1, 14),
      attendee_name: 'Nirgends Host',
      attendee_email: 'b@kunde.example',
    });
    expect(answersOf(played)).toMatchObject([{ body: { status: 'booked', staff: null } }]);
    const { appointments } = await rowsOf(journey.database, played.callId);
    expect(appointments).toMatchObject([{ calcom_host_id: null, staff_id: null, staff_cause: 'sentinel_host' }]);
  });

  it('found again when Cal.com booked and then answered 500', async () => {
    journey.calcom.faults.arm({
      on: { operation: 'create-booking' },
      effect: { kind: 'answer', at: 'written', status: 500 },
    });
    const played = await play({
      service: 'Herrenhaarschnitt',
      start: slot(1, 15),
      attendee_name: 'Fünfhundert',
      attendee_email: 'c@kunde.example',
    });
    expect(answersOf(played)).toMatchObject([{ body: { status: 'booked' } }]);
    expect(bookingsOf(played.callId)).toHaveLength(1);
    expect((await rowsOf(journey.database, played.callId)).appointments).toHaveLength(1);
  });

  it('not at all, and says so, when the slot is taken: the reason and the whole text stay on the call', async () => {
    const args = {
      service: 'Herrenhaarschnitt',
      start: slot(1, 10),
      attendee_name: 'Zu Spät',
      attendee_email: 'd@kunde.example',
    };
    const played = await play(args);
    expect(answersOf(played)).toMatchObject([{ status: 200, body: { ok: false, status: 'refused' } }]);
    expect(bookingsOf(played.callId)).toHaveLength(0);
    const failed = async () => {
      const { calls, appointments } = await rowsOf(journey.database, played.callId);
      expect(appointments).toEqual([]);
      return calls[0]?.appointment_link_status === 'failed' ? calls[0] : undefined;
    };
    const call = await eventually('the failure on the call', failed);
    expect(call).toMatchObject({ booking_confirmed: false, appointment_id: null });
    expect(JSON.stringify(call)).toContain('User either already has booking at this time or is not available');
  });

  it('in English for a company that speaks English', async () => {
    const [, practice] = sandboxSeed.companies;
    const played = await play(
      {
        service: 'Erstgespräch',
        start: slot(1, 10),
        attendee_name: 'Dana Whitfield',
        attendee_email: 'dana@kunde.example',
      },
      { agentId: practice?.agentId ?? '' },
    );
    expect(answersOf(played)).toMatchObject([{ body: { status: 'booked', say: expect.stringMatching(/booked/i) } }]);
  });
});
