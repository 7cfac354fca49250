import { importCatalogueText } from '@callbook/catalogue';
import { BookingCancelled, type CallIdentity, derivedId } from '@callbook/contracts';
import { createDataSource } from '@callbook/database';
import { salonCatalogue } from '@callbook/testing';
import { serviceNamed, staffNamed } from './support/catalogue';
import {
  awaitingConfirmation,
  bookingCreated,
  bookingFact,
  bookingFailed,
  callEnded,
  callIdentity,
  callStarted,
  company,
  event,
  functionAnswered,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

/**
 * A Tuesday in Berlin (UTC+1), on which the salon is open from 9:00 to 18:30. Six calls began on it, one of them at 0:30 in the
 * morning, which is the day before by UTC, and one the day after at 0:30.
 */
const tuesday = '2026-11-24';
const wednesday = '2026-11-25';
const times = {
  firstMinutes: '2026-11-23T23:30:00.000Z',
  nine: '2026-11-24T08:00:00.000Z',
  ten: '2026-11-24T09:00:00.000Z',
  nextDay: '2026-11-24T23:30:00.000Z',
};

const calling = (startedAt: string, said: Partial<CallIdentity> = {}) =>
  callIdentity({ startedAt, agentId: 'agent_a', agentVersion: 3, ...said });

const ended = (call: CallIdentity) =>
  callEnded(call, { endedAt: new Date(Date.parse(call.startedAt!) + 60_000).toISOString(), durationMs: 60_000 });

/** Booked at the moment of the call, for the Tuesday after. */
const booked = (call: CallIdentity | null, at: string, start = '2026-12-01T09:00:00.000Z', minutes = 30) =>
  bookingFact({
    call,
    start,
    end: new Date(new Date(start).getTime() + minutes * 60_000).toISOString(),
    durationMinutes: minutes,
    providerCreatedAt: at,
    providerUpdatedAt: at,
  });

describe('the reports', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
    await importCatalogueText(await record.database.connect(createDataSource), salonCatalogue, { by: 'spec' });

    const confirmed = calling(times.firstMinutes);
    const cancelled = calling(times.nine);
    const pending = calling(times.nine);
    const refused = calling(times.ten, { agentVersion: 4 });
    const left = calling(times.ten, { agentVersion: 4 });
    const chatting = calling(times.ten, { agentVersion: 4 });
    const after = calling(times.nextDay);
    for (const call of [confirmed, cancelled, pending, refused, left, chatting, after]) {
      await record.tell(callStarted(call));
      await record.tell(ended(call));
    }

    await record.tell(bookingCreated(booked(confirmed, times.firstMinutes)));
    const gone = booked(cancelled, times.nine, '2026-12-01T10:00:00.000Z');
    await record.tell(bookingCreated(gone));
    await record.tell(
      event(BookingCancelled, { ...gone, revision: gone.revision + 1, status: 'cancelled', functionCallIds: [] }),
    );
    await record.tell(
      awaitingConfirmation({ ...booked(pending, times.nine, '2026-12-01T11:00:00.000Z'), status: 'pending' }),
    );
    await record.tell(bookingFailed({ call: refused, reason: 'slot_taken' }));
    // Told "booked" by the agent, and nothing of it in the record; and left with "not confirmed yet".
    await record.tell(functionAnswered(chatting, { status: 'booked', functionCallId: derivedId('spec', 'said') }));
    await record.tell(functionAnswered(left, { status: 'pending', functionCallId: derivedId('spec', 'left') }));
    // From the web, of an hour, and one of an event type that nobody knows.
    await record.tell(
      bookingCreated({
        ...booked(null, times.ten, '2026-12-01T12:00:00.000Z', 60),
        price: { minor: 5000, currency: 'CHF' },
      }),
    );
    const unknown = booked(null, times.ten, '2026-12-08T09:00:00.000Z');
    await record.tell(bookingCreated({ ...unknown, service: null, eventTypeId: 9_999, price: null }));
  });
  afterAll(() => record.close());

  const report = async (name: string, day: string) => {
    const rows = await record.rows(`SELECT * FROM records.${name} WHERE company = $1 AND day = $2::date`, company, day);
    return rows.map(({ company: _, day: __, ...row }) => row);
  };

  it('conversion: of six calls all asked, two were booked at some time, one waits', async () => {
    expect(await report('report_conversion_v1', tuesday)).toEqual([
      {
        calls: '6',
        asked: '6',
        booked: '2',
        awaiting: '1',
        appointments: '3',
        booked_of_calls: '0.3333',
        booked_of_asked: '0.3333',
      },
    ]);
  });

  it('conversion: a day with a call that asked nothing has no rate of those who asked, a day without calls none at all', async () => {
    expect(await report('report_conversion_v1', wednesday)).toMatchObject([
      { calls: '1', asked: '0', booked: '0', booked_of_calls: '0.0000', booked_of_asked: null },
    ]);
    expect(await report('report_conversion_v1', '2026-11-26')).toMatchObject([
      { calls: '0', booked_of_calls: null, booked_of_asked: null },
    ]);
  });

  it('links: three rates apart, and the caller who was told "booked" without a booking counts against the first', async () => {
    expect(await report('report_links_v1', tuesday)).toEqual([
      {
        calls_to_link: '4',
        calls_linked: '3',
        calls_linked_rate: '0.7500',
        phone_appointments: '3',
        phone_appointments_with_call: '3',
        phone_appointments_rate: '1.0000',
        links: '6',
        links_both_ways: '6',
        both_ways_rate: '1.0000',
      },
    ]);
    expect(await report('report_links_v1', '2026-11-26')).toMatchObject([
      { calls_to_link: '0', calls_linked_rate: null, phone_appointments_rate: null, both_ways_rate: null },
    ]);
  });

  it('links: one that was lost shows in each of them', async () => {
    const half = await RecordFixture.open();
    try {
      await importCatalogueText(await half.database.connect(createDataSource), salonCatalogue, { by: 'spec' });
      const call = calling(times.nine);
      for (const each of [callStarted(call), bookingCreated(booked(call, times.nine)), ended(call)])
        await half.tell(each);
      // What the constraints refuse: as it was before there were any.
      await half.rows(`ALTER TABLE records.appointments DROP CONSTRAINT appointment_names_a_linked_call`);
      await half.rows(`ALTER TABLE records.calls DROP CONSTRAINT call_points_to_its_appointment`);
      await half.rows(
        `UPDATE records.calls SET appointment_id = NULL, appointment_link_status = 'not_applicable', appointment_linked_at = NULL,
           link_cause = 'nothing_requested', link_cause_since = now(), booking_confirmed = false`,
      );
      expect(
        await half.rows(`SELECT * FROM records.report_links_v1 WHERE company = $1 AND day = $2`, company, tuesday),
      ).toMatchObject([
        {
          calls_to_link: '1',
          calls_linked: '0',
          calls_linked_rate: '0.0000',
          phone_appointments_rate: '1.0000',
          links: '1',
          both_ways_rate: '0.0000',
        },
      ]);
    } finally {
      await half.close();
    }
  });

  it('revenue: what will take place, by currency; waiting, cancelled and unpriced ones apart', async () => {
    const rows = await report('report_revenue_v1', tuesday);
    expect(rows.sort((a, b) => String(a.currency).localeCompare(String(b.currency)))).toEqual([
      revenue({ currency: 'CHF', booked: '1', booked_minor: '5000' }),
      revenue({
        currency: 'EUR',
        booked: '1',
        booked_minor: '3200',
        pending: '1',
        pending_minor: '3200',
        cancelled: '1',
        cancelled_minor: '3200',
      }),
      revenue({ currency: null, booked: '1' }),
    ]);
    expect(await report('report_revenue_v1', '2026-11-26')).toEqual([]);
  });
  const revenue = (told: object) => ({
    booked: '0',
    booked_minor: null,
    no_show: '0',
    no_show_minor: null,
    pending: '0',
    pending_minor: null,
    cancelled: '0',
    cancelled_minor: null,
    ...told,
  });

  it('utilisation: 90 of 570 minutes, without what waits or was cancelled; nobody else served', async () => {
    const rows = await report('report_staff_utilisation_v1', '2026-12-01');
    const mehmet = staffNamed('Mehmet');
    expect(rows.find(({ staff_id: id }) => id === mehmet)).toEqual({
      staff_id: mehmet,
      staff: 'Mehmet Kaya',
      appointments: '2',
      booked_minutes: 90,
      open_minutes: 570,
      utilisation: '0.1579',
    });
    expect(rows).toHaveLength(5);
    for (const { booked_minutes: minutes, staff_id: id } of rows) if (id !== mehmet) expect(minutes).toBe(0);
    const closed = await report('report_staff_utilisation_v1', '2026-12-02');
    expect(closed.find(({ staff_id: id }) => id === mehmet)).toMatchObject({ open_minutes: 0, utilisation: null });
  });

  it('utilisation: of a composite service each person counts with their own parts', async () => {
    const start = '2026-12-08T10:00:00.000Z';
    const fact = { ...booked(calling(times.nextDay), times.nextDay, start, 95), service: serviceNamed('dauerwelle') };
    await record.tell(bookingCreated(fact));
    await record.rows(
      `INSERT INTO records.appointment_phases (appointment_id, position, key, offset_minutes, minutes, staff_required, staff_id, status,
         staff_cause, staff_cause_since)
       SELECT appointments.id, part.*
       FROM records.appointments, (VALUES
         (10, 'wickeln', 0, 45, true, '${staffNamed('Sofia')}'::uuid, 'confirmed', NULL, NULL::timestamptz),
         (11, 'einwirken', 45, 20, false, NULL, 'confirmed', 'not_required', now()),
         (12, 'fixieren', 65, 30, true, '${staffNamed('Anna')}'::uuid, 'confirmed', NULL, NULL)) AS part
       WHERE root_uid = $1`,
      fact.rootUid,
    );
    await record.rows(
      `DELETE FROM records.appointment_phases p USING records.appointments a
       WHERE a.id = p.appointment_id AND a.root_uid = $1 AND p.position < 10`,
      fact.rootUid,
    );
    const rows = await report('report_staff_utilisation_v1', '2026-12-08');
    const minutesOf = (name: string) => rows.find(({ staff_id: id }) => id === staffNamed(name))?.booked_minutes;
    expect([minutesOf('Sofia'), minutesOf('Anna'), minutesOf('Mehmet')]).toEqual([45, 30, 30]);
  });

  it('services: how often each was booked that day, by phone and cancelled, and what part of all', async () => {
    const rows = await report('report_services_v1', tuesday);
    expect(rows.sort((a, b) => Number(b.booked) - Number(a.booked))).toEqual([
      {
        service_id: serviceNamed('herrenhaarschnitt').id,
        service_key: 'herrenhaarschnitt',
        service: 'Herrenhaarschnitt',
        booked: '4',
        booked_by_phone: '3',
        cancelled: '1',
        share: '0.8000',
      },
      {
        service_id: null,
        service_key: null,
        service: null,
        booked: '1',
        booked_by_phone: '0',
        cancelled: '0',
        share: '0.2000',
      },
    ]);
  });

  it('agents: by version, with refusals by their reason and callers left with "not confirmed yet"', async () => {
    const rows = await report('report_agents_v1', tuesday);
    expect(rows.sort((a, b) => Number(a.agent_version) - Number(b.agent_version))).toMatchObject([
      {
        agent_id: 'agent_a',
        agent_version: 3,
        calls: '3',
        asked: '3',
        booked: '2',
        refused: '0',
        refused_by_reason: {},
        pending_left: '0',
        booked_of_asked: '0.6667',
      },
      {
        agent_version: 4,
        calls: '3',
        asked: '3',
        booked: '0',
        refused: '1',
        refused_by_reason: { slot_taken: 1 },
        pending_left: '1',
        booked_of_asked: '0.0000',
      },
    ]);
  });

  it('can be read by the role of ops, which reads no table behind them', async () => {
    const ops = await record.database.connect(createDataSource, 'callbook_ops');
    for (const name of ['conversion', 'links', 'revenue', 'staff_utilisation', 'services', 'agents'])
      await expect(ops.query(`SELECT * FROM records.report_${name}_v1 LIMIT 1`)).resolves.toHaveLength(1);
    for (const name of ['appointments', 'calls', 'customers'])
      await expect(ops.query(`SELECT * FROM records.${name}_v1`)).resolves.not.toEqual([]);
    await expect(ops.query('SELECT * FROM records.calls')).rejects.toThrow('permission denied');
  });
});
