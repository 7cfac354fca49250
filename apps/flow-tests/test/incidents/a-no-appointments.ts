import { type CallScript, sandboxSeed } from '@callbook/sandbox';
import { eventually } from '@callbook/testing';
import { rowsOf } from '../support/rows';
import type { Stage } from './support/stage';

const [salon, practice] = sandboxSeed.companies;
const booked = 'Ihr Termin ist gebucht.';

/**
 * Function calls never arrive, webhooks of calls do. The practice has one good call before it goes silent; the salon only
 * ever has silent ones. Has to be the first suite: it counts all the calls there are.
 */
export function noAppointments(stage: () => Stage): void {
  const wish = () => ({
    name: 'book_appointment',
    args: { service: 'Erstgespräch', start: stage().freeSlot(), attendee_name: 'Dana Whitfield' },
  });

  /** The agent says "booked" whatever it was answered, and Retell tells of the call as always. */
  async function sayBookedAndHangUp(call: ReturnType<Stage['retell']['openCall']>): Promise<void> {
    call.call.say(booked);
    await call.hangUp();
    await eventually(
      'the call to be analysed',
      async () => (await rowsOf(stage().database, call.callId)).calls[0]?.status === 'analyzed',
    );
  }

  async function expectAskedNothing(callId: string): Promise<void> {
    const { calls, appointments } = await rowsOf(stage().database, callId);
    expect(appointments).toEqual([]);
    expect(calls).toMatchObject([
      { booking_confirmed: false, appointment_link_status: 'not_applicable', link_cause: 'nothing_requested' },
    ]);
    const [said] = await stage().database.query<{ transcript: string }>(
      'SELECT transcript FROM records.call_transcripts WHERE call_id = $1',
      [calls[0]?.id],
    );
    expect(said?.transcript).toContain(booked);
  }

  async function refused(error: string): Promise<number> {
    const text = await (await fetch(`${stage().callbook.gateways[0]}/metrics`)).text();
    const pattern = new RegExp(`^callbook_gateway_refused_requests_total\\{[^}]*error="${error}"[^}]*\\} (\\d+)$`, 'm');
    return Number(pattern.exec(text)?.[1] ?? 0);
  }

  /** Of all days with calls, for this may run at midnight. */
  const report = (view: string, company: string) =>
    stage().database.query<Record<string, string | null>>(
      `SELECT report.* FROM records.${view} report JOIN records.report_conversion_v1 day USING (company, day)
       WHERE company = $1 AND day.calls > '0' ORDER BY day`,
      [company],
    );
  const total = (rows: Record<string, string | null>[], column: string) =>
    rows.reduce((sum, row) => sum + Number(row[column]), 0);

  it('begins with a call as it should be', async () => {
    const call = stage().retell.openCall({ agentId: practice?.agentId, from: '+4915111000001' });
    expect((await call.invoke(wish())).answers).toMatchObject([{ status: 200, body: { status: 'booked' } }]);
    await sayBookedAndHangUp(call);
    expect(await report('report_conversion_v1', 'praxis-am-markt')).toMatchObject([
      { calls: '1', asked: '1', booked: '1', booked_of_calls: '1.0000', booked_of_asked: '1.0000' },
    ]);
  });

  it.each<[string, Partial<CallScript>, number, string]>([
    ['at a wrong address', { company: 'praxis-am-mrkt' }, 404, 'unknown_company'],
    ["at another company's address", { company: 'salon-lindenhof' }, 404, 'unknown_agent'],
    ['with a wrong signature', { key: 'key_of_before' }, 401, 'invalid_signature'],
  ])(
    'is counted as turned away when the functions arrive %s, and the call is there and asked nothing',
    async (...row) => {
      const [, wrong, status, error] = row;
      const before = await refused(error);
      const script: CallScript = { agentId: practice?.agentId, from: '+4915111000002', ...wrong };
      const call = stage().retell.openCall(script);
      expect((await call.invoke(wish())).answers).toMatchObject([{ status }]);
      expect(await refused(error)).toBe(before + 1);
      delete script.company; // the address of the call webhooks is right
      delete script.key;
      await sayBookedAndHangUp(call);
      await expectAskedNothing(call.callId);
    },
  );

  it('is the same to see when the function is disabled; what the agent booked elsewhere comes in as from the web', async () => {
    const attendee = { name: 'Dana Whitfield', email: 'dana@kunde.example', phoneNumber: '+4915111000003' };
    const silent = [practice, salon].map((company) =>
      stage().retell.openCall({ agentId: company?.agentId, from: attendee.phoneNumber }),
    );
    for (const call of silent) {
      await sayBookedAndHangUp(call);
      await expectAskedNothing(call.callId);
    }
    const { uid } = await stage().calcom.people.book({ eventTypeId: 2101, start: stage().freeSlot(), attendee });
    const [row] = await eventually('the booking in the record', async () => {
      const rows = await stage().database.query(
        `SELECT call_id, source, link_cause, staff_cause, service_id, customer_id FROM records.appointments WHERE calcom_uid = $1`,
        [uid],
      );
      return rows.length > 0 && rows;
    });
    expect(row).toMatchObject({
      call_id: null,
      source: 'calcom',
      link_cause: 'not_by_phone',
      staff_cause: null,
      service_id: expect.any(String) as string,
      customer_id: expect.any(String) as string,
    });
  });

  it('shows as a drop in what is booked of all calls', async () => {
    const days = await report('report_conversion_v1', 'praxis-am-markt');
    expect(['calls', 'asked', 'booked'].map((column) => total(days, column))).toEqual([5, 1, 1]);
    expect(Number(days.at(-1)?.booked_of_calls)).toBeLessThan(1);
  });

  it('never shows as three good link rates: without anything to link they have no value', async () => {
    const days = await report('report_links_v1', 'salon-lindenhof');
    expect(days.length).toBeGreaterThan(0);
    for (const day of days)
      expect(day).toMatchObject({
        calls_to_link: '0',
        calls_linked_rate: null,
        phone_appointments: '0',
        phone_appointments_rate: null,
        links: '0',
        both_ways_rate: null,
      });
    for (const day of await report('report_conversion_v1', 'salon-lindenhof'))
      expect(day).toMatchObject({ calls: '1', asked: '0', booked_of_calls: '0.0000', booked_of_asked: null });
  });

  it('does not pass off the bookings from elsewhere as made by phone', async () => {
    const days = await report('report_links_v1', 'praxis-am-markt');
    expect(['calls_to_link', 'calls_linked', 'phone_appointments'].map((column) => total(days, column))).toEqual([
      1, 1, 1,
    ]);
    const appointments = await stage().database.query(
      `SELECT source FROM records.appointments WHERE company = 'praxis-am-markt' ORDER BY source`,
    );
    expect(appointments).toEqual([{ source: 'calcom' }, { source: 'phone' }]);
  });
}
