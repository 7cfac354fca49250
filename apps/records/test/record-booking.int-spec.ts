import { appointmentRowId, callRowId, derivedId } from '@callbook/contracts';
import { serviceNamed, staffNamed } from './support/catalogue';
import {
  awaitingConfirmation,
  bookingCreated,
  bookingFact,
  callAnalyzed,
  callEnded,
  callIdentity,
  callStarted,
  company,
  functionAnswered,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

describe('a booking', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => record.close());

  it('becomes one appointment and one call that point at each other, with everything resolved', async () => {
    const fact = bookingFact({ preferredStaff: { asSaid: 'Anna', staffId: staffNamed('Anna') } });
    const booking = bookingCreated(fact);
    await record.tell(booking);
    const callId = callRowId(company, fact.call!.retellCallId);
    expect(await record.appointment(fact)).toMatchObject({
      call_id: callId,
      service_id: serviceNamed('herrenhaarschnitt').id,
      staff_id: staffNamed('Mehmet'),
      preferred_staff_id: staffNamed('Anna'),
      preferred_staff_as_said: 'Anna',
      calcom_host_id: 1002,
      host_read_from: 'post',
      price_minor: 3200,
      currency: 'EUR',
      status: 'confirmed',
      source: 'phone',
      sync_status: 'synced',
      starts_at: new Date(fact.start),
      metadata: fact.metadata,
      recorded_by_message: booking.id,
      staff_cause: null,
      price_cause: null,
      link_cause: null,
    });
    expect(await record.call(fact.call)).toMatchObject({
      id: callId,
      appointment_id: appointmentRowId(company, fact.rootUid),
      has_appointment: true,
      booking_confirmed: true,
      appointment_link_status: 'linked',
      appointment_linked_at: expect.any(Date) as Date,
      staff_id: staffNamed('Mehmet'),
      branch_id: expect.any(String) as string,
      booking_details: {
        start: fact.start,
        serviceId: serviceNamed('herrenhaarschnitt').id,
        attendeeName: 'Jonas Weber',
      },
      recorded_by_message: booking.id,
    });
    const uids = await record.rows('SELECT uid, kind FROM records.appointment_uids WHERE uid = $1', fact.rootUid);
    expect(uids).toEqual([{ uid: fact.rootUid, kind: 'chain' }]);
  });

  it('is published with names in the language of the company, a reference, and whom it answers', async () => {
    const fact = bookingFact();
    const booking = bookingCreated(fact);
    await record.tell(booking);
    const [published, ...more] = await record.published(appointmentRowId(company, fact.rootUid));
    expect(more).toEqual([]);
    expect(published).toMatchObject({
      type: 'appointment.recorded.v1',
      company,
      correlationid: booking.correlationid,
      causationid: booking.id,
      data: {
        callId: callRowId(company, fact.call!.retellCallId),
        reference: expect.stringMatching(/^LIND-\w{4}$/) as string,
        requestId: fact.requestId,
        requestKey: fact.requestKey,
        functionCallIds: fact.functionCallIds,
        status: 'confirmed',
        serviceName: 'Herrenhaarschnitt',
        staffName: 'Mehmet Kaya',
        price: { minor: 3200, currency: 'EUR' },
        startsAt: fact.start,
      },
    });
  });

  it('that the salon must still confirm is linked, but not confirmed, until it is', async () => {
    const fact = bookingFact({ status: 'pending', revision: 1 });
    await record.tell(awaitingConfirmation(fact));
    expect(await record.appointment(fact)).toMatchObject({ status: 'pending' });
    expect(await record.call(fact.call)).toMatchObject({ has_appointment: true, booking_confirmed: false });
    await record.tell(bookingCreated({ ...fact, status: 'accepted', revision: 2 }));
    expect(await record.appointment(fact)).toMatchObject({ status: 'confirmed' });
    expect(await record.call(fact.call)).toMatchObject({ booking_confirmed: true });
  });

  it('is written once when its message comes twice, also at the same time', async () => {
    const fact = bookingFact();
    const booking = bookingCreated(fact);
    await Promise.all([record.tell(booking), record.tell(booking), record.tell(booking)]);
    await record.tell(booking);
    expect(await record.appointment(fact)).toMatchObject({ version: 1 });
    expect(await record.published(appointmentRowId(company, fact.rootUid))).toHaveLength(1);
    expect(await record.rows('SELECT 1 FROM records.inbox WHERE message_id = $1', booking.id)).toHaveLength(1);
  });

  it('is not overwritten by older or equally old news', async () => {
    const fact = bookingFact({ revision: 20 });
    await record.tell(bookingCreated(fact));
    await record.tell(bookingCreated({ ...fact, revision: 19, location: 'older' }));
    await record.tell(bookingCreated({ ...fact, revision: 20, location: 'as old' }));
    expect(await record.appointment(fact)).toMatchObject({ revision: '20', location: null });
    expect(await record.published(appointmentRowId(company, fact.rootUid))).toHaveLength(1);
    await record.tell(bookingCreated({ ...fact, revision: 21, location: 'newer' }));
    expect(await record.appointment(fact)).toMatchObject({ revision: '21', location: 'newer' });
  });

  it('as old news still answers function calls that were not known', async () => {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    const joined = derivedId('spec', 'joined', fact.rootUid);
    await record.tell(bookingCreated({ ...fact, functionCallIds: [joined] }));
    const published = await record.published(appointmentRowId(company, fact.rootUid));
    expect(published.map(({ data }) => data.functionCallIds)).toEqual([
      fact.functionCallIds,
      [...fact.functionCallIds, joined].sort(),
    ]);
    expect({ ...published[1]?.data, functionCallIds: [] }).toEqual({ ...published[0]?.data, functionCallIds: [] });
  });

  it('ends in the same rows whatever order it and the messages of its call come in', async () => {
    const outcomes = await Promise.all(
      [
        [0, 1, 2, 3, 4],
        [3, 4, 2, 1, 0],
        [2, 3, 0, 4, 1],
        [4, 3, 2, 0, 1],
      ].map(async (order) => {
        const call = callIdentity({ customerNumber: '+4915100000001', fromNumber: '+4915100000001' });
        const fact = bookingFact({ call });
        const messages = [
          callStarted(call),
          bookingCreated(fact),
          functionAnswered(call, { requestKey: fact.requestKey }),
          callEnded(call),
          callAnalyzed(call),
        ];
        for (const index of order) await record.tell(messages[index]!);
        return withoutIds(await record.call(call));
      }),
    );
    expect(outcomes[0]).toMatchObject({ status: 'analyzed', has_appointment: true, booking_confirmed: true });
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });

  it('may be the second of its call, which then points to the latest that lives', async () => {
    const call = callIdentity();
    const early = bookingFact({ call, revision: 1, providerCreatedAt: '2026-11-21T10:00:40.000Z' });
    const late = bookingFact({ call, revision: 1, providerCreatedAt: '2026-11-21T10:02:40.000Z' });
    await record.tell(bookingCreated(late));
    await record.tell(bookingCreated(early));
    expect(await pointerOf(call)).toBe(late.rootUid);
    await record.tell(bookingCreated({ ...late, status: 'cancelled', revision: 2 }));
    expect(await pointerOf(call)).toBe(early.rootUid);
    await record.tell(bookingCreated({ ...early, status: 'cancelled', revision: 2 }));
    expect(await pointerOf(call)).toBe(late.rootUid);
    expect(await record.call(call)).toMatchObject({ booking_confirmed: true, appointment_link_status: 'linked' });
    for (const fact of [early, late]) {
      expect(await record.appointment(fact)).toMatchObject({ call_id: callRowId(company, call.retellCallId) });
    }
  });

  it('may be one of many made in one call at the same time', async () => {
    const call = callIdentity();
    const facts = [1, 2, 3, 4, 5].map((minute) =>
      bookingFact({ call, providerCreatedAt: `2026-11-21T10:0${minute}:00.000Z` }),
    );
    await Promise.all(facts.map((fact) => record.tell(bookingCreated(fact))));
    expect(await pointerOf(call)).toBe(facts[4]!.rootUid);
    const named = await record.rows(
      'SELECT 1 FROM records.appointments WHERE call_id = $1',
      callRowId(company, call.retellCallId),
    );
    expect(named).toHaveLength(5);
  });

  it('keeps the call it belongs to when another call asks for it, and that call says so', async () => {
    const fact = bookingFact({ revision: 1 });
    await record.tell(bookingCreated(fact));
    const again = callIdentity();
    await record.tell(callEnded(again));
    await record.tell(
      bookingCreated({
        ...fact,
        call: again,
        revision: 2,
        status: 'cancelled',
        requestId: derivedId('spec', fact.rootUid),
      }),
    );
    expect(await record.appointment(fact)).toMatchObject({
      call_id: callRowId(company, fact.call!.retellCallId),
      status: 'cancelled',
    });
    expect(await record.call(fact.call)).toMatchObject({ appointment_link_status: 'linked' });
    expect(await record.call(again)).toMatchObject({
      has_appointment: false,
      link_cause: 'appointment_of_another_call',
    });
  });

  it.each([
    ['named no host', { host: null, hostMissingReason: 'no_host' as const }, 'no_host'],
    ['said "unknown" for the host', { host: null, hostMissingReason: 'sentinel_host' as const }, 'sentinel_host'],
    [
      'named a stranger',
      { host: { id: 4711, name: 'X', email: 'x@elsewhere.example', timeZone: null } },
      'host_unknown',
    ],
    [
      'named a shared address',
      { host: { id: 4711, name: 'X', email: 'desk@salon-lindenhof.example', timeZone: null } },
      'ambiguous_email',
    ],
  ])('whose calendar %s has no staff, and says why and since when', async (_, said, cause) => {
    const fact = bookingFact(said);
    const booking = bookingCreated(fact);
    await record.tell(booking);
    expect(await record.appointment(fact)).toMatchObject({
      staff_id: null,
      staff_cause: cause,
      staff_cause_since: new Date(booking.time),
      status: 'confirmed',
    });
  });

  it('without price, service and call says why for each', async () => {
    const fact = bookingFact({
      call: null,
      requestId: null,
      requestKey: null,
      functionCallIds: [],
      service: null,
      eventTypeId: 777,
      price: null,
      attendeeAsSaid: null,
      attendeeAsBooked: null,
    });
    await record.tell(bookingCreated(fact));
    expect(await record.appointment(fact)).toMatchObject({
      source: 'calcom',
      link_cause: 'not_by_phone',
      service_cause: 'event_type_unknown',
      price_cause: 'event_type_unknown',
      customer_cause: 'no_contact',
    });
    expect(await record.published(appointmentRowId(company, fact.rootUid))).toMatchObject([
      { data: { callId: null, serviceName: null, price: null } },
    ]);
  });

  it('finds its service and its price by event type when it names neither', async () => {
    const fact = bookingFact({ service: null, eventTypeId: 2001, price: null });
    await record.tell(bookingCreated(fact));
    expect(await record.appointment(fact)).toMatchObject({
      service_id: serviceNamed('herrenhaarschnitt').id,
      price_minor: 3200,
      price_cause: null,
    });
  });

  it('cannot leave a cell empty without a cause, whoever writes', async () => {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    for (const cell of ['staff_id', 'service_id', 'customer_id', 'price_minor']) {
      const emptied = record.rows(
        `UPDATE records.appointments SET ${cell} = NULL, currency = CASE WHEN '${cell}' = 'price_minor' THEN NULL ELSE currency END
        WHERE id = $1`,
        appointmentRowId(company, fact.rootUid),
      );
      await expect(emptied).rejects.toMatchObject({ constraint: `empty_${cell.split('_')[0]}_has_a_cause` });
    }
  });

  it('of a composite service has its phases and the uids of its segments', async () => {
    const uid = bookingFact().rootUid;
    const fact = bookingFact({
      rootUid: uid,
      calcomUid: uid,
      service: serviceNamed('dauerwelle'),
      end: '2026-11-26T10:35:00.000Z',
      segments: [
        { key: 'wickeln', uid, start: '2026-11-26T09:00:00.000Z', end: '2026-11-26T09:45:00.000Z' },
        { key: 'fixieren', uid: `${uid}-2`, start: '2026-11-26T10:05:00.000Z', end: '2026-11-26T10:35:00.000Z' },
      ],
    });
    await record.tell(bookingCreated(fact));
    const id = appointmentRowId(company, uid);
    expect(
      await record.rows(
        'SELECT key, staff_cause FROM records.appointment_phases WHERE appointment_id = $1 ORDER BY position',
        id,
      ),
    ).toEqual([
      { key: 'wickeln', staff_cause: null },
      { key: 'einwirken', staff_cause: 'not_required' },
      { key: 'fixieren', staff_cause: null },
    ]);
    expect(
      await record.rows('SELECT uid, kind FROM records.appointment_uids WHERE appointment_id = $1 ORDER BY uid', id),
    ).toEqual([
      { uid, kind: 'chain' },
      { uid: `${uid}-2`, kind: 'segment' },
    ]);
  });

  it('with a uid of another appointment is refused for good, and leaves nothing', async () => {
    const known = bookingFact();
    await record.tell(bookingCreated(known));
    const contradiction = bookingFact({ calcomUid: known.calcomUid });
    await expect(record.tell(bookingCreated(contradiction))).rejects.toMatchObject({
      code: 'uid_of_another_appointment',
    });
    await expect(record.appointment(contradiction)).rejects.toThrow('found 0');
  });

  it('leaves nothing at all when the last step fails, and everything when it is told again', async () => {
    const fact = bookingFact();
    const booking = bookingCreated(fact);
    jest.spyOn(record.outbox, 'add').mockRejectedValueOnce(new Error('injected: no outbox'));
    await expect(record.tell(booking)).rejects.toThrow('injected');
    for (const [table, column, id] of [
      ['calls', 'id', callRowId(company, fact.call!.retellCallId)],
      ['appointments', 'id', appointmentRowId(company, fact.rootUid)],
      ['booking_outcomes', 'request_id', fact.requestId],
      ['appointment_uids', 'uid', fact.rootUid],
      ['customers', 'phone', fact.call!.customerNumber],
      ['inbox', 'message_id', booking.id],
    ]) {
      expect(await record.rows(`SELECT 1 FROM records.${table} WHERE ${column} = $1`, id)).toEqual([]);
    }
    await record.tell(booking);
    expect(await record.call(fact.call)).toMatchObject({ has_appointment: true, booking_confirmed: true });
  });

  it('leaves nothing when its session is cut before the commit', async () => {
    const fact = bookingFact();
    jest.spyOn(record.outbox, 'add').mockImplementationOnce(async (tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(record.tell(bookingCreated(fact))).rejects.toThrow('terminating connection');
    await expect(record.call(fact.call)).rejects.toThrow('found 0');
    await expect(record.appointment(fact)).rejects.toThrow('found 0');
  });

  async function pointerOf(call: { retellCallId: string }): Promise<unknown> {
    const { appointment_id } = await record.call(call);
    return (await record.row('SELECT root_uid FROM records.appointments WHERE id = $1', appointment_id)).root_uid;
  }
});

/** A row of a call without what differs from call to call or from time to time. */
function withoutIds(row: Record<string, unknown>): Record<string, unknown> {
  const own = ['id', 'linked_id', 'retell_call_id', 'appointment_id', 'recorded_by_message'];
  const ofWriting = ['version', 'created_at', 'updated_at'];
  return Object.fromEntries(Object.entries(row).filter(([column]) => ![...own, ...ofWriting].includes(column)));
}
