import { appointmentRowId, callRowId } from '@callbook/contracts';
import { Client } from 'pg';
import { bookingCreated, bookingFact, callIdentity, callStarted, company } from './support/events';
import { RecordFixture } from './support/record-fixture';

/** Statements as anybody with write access might send them. Each would leave a half link if the database let it. */
describe('a half link is refused by the database', () => {
  let record: RecordFixture;
  const sessions: Client[] = [];

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.end()));
  });
  afterAll(() => record.close());

  async function session(): Promise<Client> {
    const client = new Client({ connectionString: record.database.urlFor('callbook_records') });
    await client.connect();
    sessions.push(client);
    return client;
  }

  /** A call and its appointment, linked both ways. */
  async function linked() {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    return {
      call: callRowId(company, fact.call!.retellCallId),
      appointment: appointmentRowId(company, fact.rootUid),
      fact,
    };
  }

  async function unlinkedCall(): Promise<string> {
    const call = callIdentity();
    await record.tell(callStarted(call));
    return callRowId(company, call.retellCallId);
  }

  async function appointmentWithoutCall(): Promise<string> {
    const fact = bookingFact({ call: null, requestId: null, requestKey: null, functionCallIds: [] });
    await record.tell(bookingCreated(fact));
    return appointmentRowId(company, fact.rootUid);
  }

  const pointTo = `UPDATE records.calls SET appointment_id = $1, appointment_link_status = 'linked', appointment_linked_at = now(),
    link_cause = NULL, link_cause_since = NULL WHERE id = $2`;
  const pointNowhere = `UPDATE records.calls SET appointment_id = NULL, booking_confirmed = false, appointment_link_status = 'unlinked',
    link_cause = 'unlinked_by_operator', link_cause_since = now() WHERE id = $1`;
  const nameCall = `UPDATE records.appointments SET call_id = $1, link_cause = NULL, link_cause_since = NULL WHERE id = $2`;
  const nameNoCall = `UPDATE records.appointments SET call_id = NULL, link_cause = 'unlinked_by_operator', link_cause_since = now() WHERE id = $1`;

  const refusedBy = (constraint: string) => expect.objectContaining({ constraint });

  it('when a call points to an appointment that names no call', async () => {
    const db = await session();
    await expect(db.query(pointTo, [await appointmentWithoutCall(), await unlinkedCall()])).rejects.toEqual(
      refusedBy('call_points_to_its_appointment'),
    );
  });

  it('when a call points to the appointment of another call', async () => {
    const db = await session();
    const { appointment } = await linked();
    await expect(db.query(pointTo, [appointment, await unlinkedCall()])).rejects.toEqual(
      refusedBy('call_points_to_its_appointment'),
    );
  });

  it('when a call points to an appointment that does not exist', async () => {
    const db = await session();
    await expect(db.query(pointTo, [appointmentRowId(company, 'nowhere'), await unlinkedCall()])).rejects.toEqual(
      refusedBy('call_points_to_its_appointment'),
    );
  });

  it('when an appointment names a call that points nowhere', async () => {
    const db = await session();
    await expect(db.query(nameCall, [await unlinkedCall(), await appointmentWithoutCall()])).rejects.toEqual(
      refusedBy('appointment_names_a_linked_call'),
    );
  });

  it('when an appointment names a call that does not exist', async () => {
    const db = await session();
    await expect(db.query(nameCall, [callRowId(company, 'nobody'), await appointmentWithoutCall()])).rejects.toEqual(
      refusedBy('appointment_names_a_linked_call'),
    );
  });

  it('when only the call forgets the link', async () => {
    const db = await session();
    const { call } = await linked();
    await expect(db.query(pointNowhere, [call])).rejects.toEqual(refusedBy('appointment_names_a_linked_call'));
  });

  it('when only the appointment forgets the link', async () => {
    const db = await session();
    const { appointment } = await linked();
    await expect(db.query(nameNoCall, [appointment])).rejects.toEqual(refusedBy('call_points_to_its_appointment'));
  });

  it('when either end of a link is deleted', async () => {
    const db = await session();
    const { call, appointment } = await linked();
    await db.query('BEGIN');
    await db.query('DELETE FROM records.booking_outcomes WHERE appointment_id = $1', [appointment]);
    await db.query('DELETE FROM records.appointments WHERE id = $1', [appointment]);
    await expect(db.query('COMMIT')).rejects.toEqual(refusedBy('call_points_to_its_appointment'));
    await db.query('BEGIN');
    await db.query('DELETE FROM records.booking_outcomes WHERE appointment_id = $1', [appointment]);
    await db.query('DELETE FROM records.calls WHERE id = $1', [call]);
    await expect(db.query('COMMIT')).rejects.toEqual(refusedBy('appointment_names_a_linked_call'));
  });

  it('when one transaction unlinks a call while another gives it a second appointment', async () => {
    const { call, appointment } = await linked();
    const second = await appointmentWithoutCall();
    const [unlinking, adding] = [await session(), await session()];
    await unlinking.query('BEGIN');
    await adding.query('BEGIN');
    await adding.query(nameCall, [call, second]); // right as long as the call is linked
    await unlinking.query(pointNowhere, [call]);
    await unlinking.query(nameNoCall, [appointment]); // both sides cleared: right in itself
    const [unlinked, added] = await Promise.allSettled([unlinking.query('COMMIT'), adding.query('COMMIT')]);
    expect([unlinked.status, added.status].sort()).toEqual(['fulfilled', 'rejected']);
    await expectNoHalfLinks();
  });

  it('when two transactions link two calls to one appointment', async () => {
    const appointment = await appointmentWithoutCall();
    const [one, other] = [await unlinkedCall(), await unlinkedCall()];
    const [first, second] = [await session(), await session()];
    await first.query('BEGIN');
    await second.query('BEGIN');
    await first.query(pointTo, [appointment, one]);
    await second.query(pointTo, [appointment, other]);
    await first.query(nameCall, [one, appointment]);
    const naming = second.query(nameCall, [other, appointment]); // waits for the first
    await first.query('COMMIT');
    await naming;
    await expect(second.query('COMMIT')).rejects.toEqual(refusedBy('call_points_to_its_appointment'));
    await expectNoHalfLinks();
  });

  it('and "confirmed" without an appointment at once', async () => {
    const db = await session();
    await expect(
      db.query('UPDATE records.calls SET booking_confirmed = true WHERE id = $1', [await unlinkedCall()]),
    ).rejects.toEqual(refusedBy('confirmed_only_with_appointment'));
  });

  it('but both halves together may change: moved to another appointment of the call, or unlinked', async () => {
    const { call, appointment, fact } = await linked();
    const other = bookingFact({ call: fact.call });
    await record.tell(bookingCreated(other));
    const db = await session();
    await db.query(pointTo, [appointment, call]);
    await db.query(pointTo, [appointmentRowId(company, other.rootUid), call]);
    await db.query('BEGIN');
    await db.query(pointNowhere, [call]);
    await db.query(nameNoCall, [appointment]);
    await db.query(nameNoCall, [appointmentRowId(company, other.rootUid)]);
    await db.query('COMMIT');
    await expectNoHalfLinks();
  });

  async function expectNoHalfLinks(): Promise<void> {
    const half = await record.rows(`
      SELECT id FROM records.calls call WHERE appointment_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.appointments WHERE id = call.appointment_id AND call_id = call.id)
      UNION ALL
      SELECT id FROM records.appointments appointment WHERE call_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM records.calls WHERE id = appointment.call_id AND appointment_id IS NOT NULL)`);
    expect(half).toEqual([]);
  }
});
