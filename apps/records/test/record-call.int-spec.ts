import { callRowId, derivedId } from '@callbook/contracts';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  bookingUnresolved,
  callAnalyzed,
  callEnded,
  callIdentity,
  callStarted,
  company,
  functionAnswered,
  withheld,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

describe('a call', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  it('has a row from its first message, and all fields from the last', async () => {
    const call = callIdentity();
    await record.tell(callStarted(call));
    expect(await record.call(call)).toMatchObject({
      status: 'started',
      appointment_link_status: 'pending',
      link_cause: 'call_under_way',
      customer_number: call.customerNumber,
      agent_version: 7,
    });
    await record.tell(callEnded(call));
    await record.tell(callAnalyzed(call));
    expect(await record.call(call)).toMatchObject({
      status: 'analyzed',
      duration_ms: 70_000,
      cost_cents: 9.3,
      disconnection_reason: 'user_hangup',
      sentiment: 'Positive',
      appointment_link_status: 'not_applicable',
      link_cause: 'nothing_requested',
    });
  });

  it('takes the analysis observed last, whichever comes last', async () => {
    const call = callIdentity();
    await record.tell(callAnalyzed(call, { summary: 'newer', observedAt: '2026-11-21T10:05:00.000Z' }));
    await record.tell(callAnalyzed(call, { summary: 'older', observedAt: '2026-11-21T10:04:00.000Z' }));
    expect(await record.call(call)).toMatchObject({ summary: 'newer' });
  });

  it('is made once by messages that come at the same time', async () => {
    const call = callIdentity();
    await Promise.all(
      [callStarted(call), callEnded(call), callAnalyzed(call), bookingCreated({ call })].map((it) => record.tell(it)),
    );
    expect(await record.call(call)).toMatchObject({ status: 'analyzed', has_appointment: true });
  });

  it('keeps what people wrote', async () => {
    const call = callIdentity();
    await record.tell(callStarted(call));
    await record.rows(
      "UPDATE records.calls SET notes = 'called back' WHERE id = $1",
      callRowId(company, call.retellCallId),
    );
    await record.tell(callEnded(call));
    expect(await record.call(call)).toMatchObject({ notes: 'called back', status: 'ended' });
  });

  it("keeps why its booking failed, with the calendar's words whole", async () => {
    const call = callIdentity();
    const providerText = `${'long '.repeat(400)}end`;
    await record.tell(bookingFailed({ call, reason: 'limit_reached', providerText }));
    await record.tell(callEnded(call));
    expect(await record.call(call)).toMatchObject({
      booking_failure_reason: 'limit_reached',
      booking_failure_text: providerText,
      appointment_link_status: 'failed',
      link_cause: 'booking_refused',
      booking_confirmed: false,
      booking_details: { attendeeName: 'Jonas Weber' },
    });
  });

  it('keeps its link when another request fails, before or after', async () => {
    for (const failsFirst of [true, false]) {
      const call = callIdentity();
      const messages = [bookingFailed({ call }), bookingCreated({ call })];
      for (const message of failsFirst ? messages : messages.reverse()) await record.tell(message);
      expect(await record.call(call)).toMatchObject({
        appointment_link_status: 'linked',
        booking_confirmed: true,
        booking_failure_reason: 'slot_taken',
      });
    }
  });

  it('loses the failure of a round that turns out to be booked, in either order', async () => {
    for (const doubtFirst of [true, false]) {
      const fact = bookingFact();
      const { call, requestId, requestKey } = fact;
      const messages = [
        bookingUnresolved({ call: call!, requestId: String(requestId), requestKey: String(requestKey) }),
        bookingCreated(fact),
      ];
      for (const message of doubtFirst ? messages : messages.reverse()) await record.tell(message);
      expect(await record.call(call)).toMatchObject({
        appointment_link_status: 'linked',
        booking_failure_reason: null,
      });
    }
  });

  it('whose booking nobody can tell is pending, for a person', async () => {
    const call = callIdentity();
    await record.tell(callEnded(call));
    await record.tell(bookingUnresolved({ call }));
    expect(await record.call(call)).toMatchObject({
      appointment_link_status: 'pending',
      link_cause: 'booking_unresolved',
      booking_failure_reason: 'not_found_after_unclear_post',
    });
  });

  it('that ended with "not confirmed yet" is pending until the outcome is known', async () => {
    const call = callIdentity();
    const asked = derivedId('spec', 'asked', call.retellCallId);
    const requestKey = derivedId('spec', 'key', call.retellCallId);
    await record.tell(
      functionAnswered(call, { functionCallId: asked, requestKey, status: 'pending', say: 'Noch nicht bestätigt.' }),
    );
    await record.tell(callEnded(call));
    expect(await record.call(call)).toMatchObject({
      appointment_link_status: 'pending',
      link_cause: 'booking_under_way',
    });
    await record.tell(bookingFailed({ call, requestKey, functionCallIds: [asked] }));
    expect(await record.call(call)).toMatchObject({ appointment_link_status: 'failed' });
    expect(
      await record.rows(
        'SELECT status, say, delivered FROM records.function_answers WHERE function_call_id = $1',
        asked,
      ),
    ).toEqual([{ status: 'pending', say: 'Noch nicht bestätigt.', delivered: true }]);
  });

  it('with a withheld number has no customer until something is booked, and says why', async () => {
    const call = callIdentity(withheld);
    await record.tell(callStarted(call));
    expect(await record.call(call)).toMatchObject({ customer_id: null, customer_cause: 'number_withheld' });
    await record.tell(bookingCreated({ call }));
    expect(await record.call(call)).toMatchObject({ customer_id: expect.any(String) as string, customer_cause: null });
  });
});
