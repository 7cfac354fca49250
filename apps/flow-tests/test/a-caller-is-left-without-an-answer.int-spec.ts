import { eventually } from '@callbook/testing';
import { ask, liveBookingsOf } from './support/calls';
import { type Journey, startJourney } from './support/journey';
import { rowsOf } from './support/rows';
import { slot } from './support/slot';

interface OwedList {
  readonly open: number;
  readonly owed: readonly { readonly id: string; readonly retellCallId: string; readonly tell: string }[];
}

/** Cal.com books, does not say so, and shows nothing for a while; two replicas of everything. */
describe('while it is unclear what a POST has done', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney({
      replicas: { gateway: 2, booking: 2, records: 2 },
      unlimited: true,
      env: {
        CALCOM_TIMEOUT_MS: '1000',
        LOOK_AFTER: '500ms,1s,2s,4s,8s',
        CONCLUSIVE_AFTER_MS: '20000',
        ANSWER_DEADLINE_MS: '2500',
        CONFIRM_TIMEOUT_MS: '1000',
      },
    });
  }, 90_000);

  afterAll(() => journey?.end(), 60_000);

  const haircut = (start: string, attendee_name: string, more: Record<string, unknown> = {}) => ({
    service: 'Herrenhaarschnitt',
    start,
    attendee_name,
    ...more,
  });
  const patient = { timeoutMs: 30_000 };

  /** The next POST books and is not answered, and no look succeeds before the returned function is called. */
  function keepUnclear(): () => void {
    const { faults } = journey.calcom;
    faults.arm({ on: { operation: 'create-booking' }, effect: { kind: 'silence', at: 'written' } });
    const blind = faults.arm({
      on: { operation: 'list-bookings' },
      effect: { kind: 'silence', at: 'arrived' },
      times: null,
    });
    return () => void faults.disarm(blind.id);
  }

  const owed = async () => JSON.parse(await journey.callbook.operate('owed', 'ls', '--json')) as OwedList;
  const owedTo = async (callId: string) => (await owed()).owed.filter(({ retellCallId }) => retellCallId === callId);
  const published = (type: string, callId: string) =>
    journey.database.query(
      `SELECT FROM records.outbox WHERE event ->> 'type' = $1 AND event::text LIKE '%' || $2 || '%' AND sent_at IS NOT NULL`,
      [type, callId],
    );

  it('a caller who wants another time is asked back; "instead" leaves one booking, at the new time', async () => {
    const [first, second] = [slot(1, 10), slot(1, 11)];
    const showAgain = keepUnclear();
    const call = journey.retell.openCall({ from: '+4915110000001' });
    expect(await ask(call, 'book_appointment', haircut(first, 'Jonas Weber'))).toMatchObject({ status: 'pending' });
    expect(await ask(call, 'book_appointment', haircut(second, 'Jonas Weber'))).toMatchObject({ status: 'ask_back' });
    expect(journey.calcom.requests.of('create-booking')).toHaveLength(1);

    const instead = haircut(second, 'Jonas Weber', { instead_of: first });
    expect(await ask(call, 'book_appointment', instead)).toMatchObject({ status: 'booked', start_local: second });
    await call.hangUp();
    expect(liveBookingsOf(journey, 'Jonas Weber')).toHaveLength(2); // the first is there, and nobody can see it
    showAgain();
    const starts = () => liveBookingsOf(journey, 'Jonas Weber').map(({ start }) => start);
    await eventually('one booking', () => starts().length === 1, patient);
    expect(starts()).toEqual([Date.parse(second)]);

    const open = () => journey.database.query('SELECT FROM booking.attempts WHERE settled_at IS NULL');
    await eventually('everything to be decided', async () => (await open()).length === 0, patient);
    const { calls, appointments } = await rowsOf(journey.database, call.callId);
    expect(appointments).toMatchObject([{ status: 'confirmed', call_id: calls[0]?.id }]);
    expect(calls).toMatchObject([{ appointment_id: appointments[0]?.id, booking_confirmed: true }]);
    expect(await owedTo(call.callId)).toEqual([]); // what was given up, nobody waits for
  }, 60_000);

  it('a caller who hangs up is owed an answer once it is known, until somebody says it was given', async () => {
    const showAgain = keepUnclear();
    const call = journey.retell.openCall({ from: '+4915110000002' });
    expect(await ask(call, 'book_appointment', haircut(slot(1, 13), 'Petra Lang'))).toMatchObject({
      status: 'pending',
    });
    await call.hangUp();
    expect(await owedTo(call.callId)).toEqual([]); // there is nothing to tell yet
    showAgain();
    const [first] = await eventually(
      'the owed answer',
      async () => {
        const found = await owedTo(call.callId);
        return found.length === 1 && found;
      },
      patient,
    );
    const { appointments } = await rowsOf(journey.database, call.callId);
    expect(first).toMatchObject({
      number: '+4915110000002',
      name: 'Petra Lang',
      outcome: 'recorded',
      tell: expect.stringContaining(String(appointments[0]?.reference)),
    });
    const event = 'call.answer-owed.v1';
    await eventually('the event', async () => (await published(event, call.callId)).length === 1);

    const done = ['owed', 'done', first?.id ?? '', '--by', 'anna', '--json'];
    expect(JSON.parse(await journey.callbook.operate(...done))).toMatchObject({ result: 'settled' });
    expect(await owedTo(call.callId)).toEqual([]);
    const settled = 'call.owed-answer-settled.v1';
    await eventually('the event', async () => (await published(settled, call.callId)).length === 1);
    expect(liveBookingsOf(journey, 'Petra Lang')).toHaveLength(1);
  }, 60_000);

  it('a caller who asks again is told, and is owed nothing', async () => {
    const showAgain = keepUnclear();
    const call = journey.retell.openCall({ from: '+4915110000003' });
    const wish = haircut(slot(1, 15), 'Karl Ott');
    expect(await ask(call, 'book_appointment', wish)).toMatchObject({ status: 'pending' });
    showAgain();
    const again = async () => (await ask(call, 'book_appointment', wish)).status === 'booked';
    await eventually('the answer', again, patient);
    await call.hangUp();
    expect(await owedTo(call.callId)).toEqual([]);
    expect(liveBookingsOf(journey, 'Karl Ott')).toHaveLength(1);
  }, 60_000);
});
