import { catalogueFromFile, type Catalogue } from '@callbook/catalogue';
import { appointmentRowId, AppointmentChanged, BookingCancelled, type BookingFact } from '@callbook/contracts';
import { Inbox } from '@callbook/outbox';
import { salonCatalogue } from '@callbook/testing';
import { PostgresCellsToFill } from '../src/filling/cells-to-fill.repository';
import { FillCells } from '../src/filling/fill-cells';
import { RecordBooking } from '../src/appointments/record-booking';
import { PostgresRecords } from '../src/transaction/records.repository';
import { catalogue as lacking } from './support/catalogue';
import { bookingCreated, bookingFact, callEnded, company, event } from './support/events';
import { RecordFixture } from './support/record-fixture';

const clock = { now: () => new Date('2026-11-21T15:00:00Z') };
const settings = { pageSize: 2, againAfterMs: 600_000 };

/** The catalogue once somebody has added what was missing. */
const mended = catalogueFromFile(
  salonCatalogue
    .replace(
      '      kim: {',
      '      noor: { name: Noor Demir, email: noor.demir@salon-lindenhof.example, calcomUserId: 1077 }\n      kim: {',
    )
    .replace(
      'kim: { name: Kim Roth, email: desk@salon-lindenhof.example }',
      'kim: { name: Kim Roth, email: desk@salon-lindenhof.example, calcomUserId: 1055 }',
    )
    .replace(
      '      dauerwelle:',
      '      bart:\n        name: { de: Bart, en: Beard }\n        price: 15.00 EUR\n        minutes: 15\n        calcomEventType: 2077\n        staff: { noor: }\n      dauerwelle:',
    ),
  { version: 2 },
);
const bart = mended.findService(company, 'bart')!.id;
const named = (name: string) => mended.findStaff(company, name)!.id;

const host = (id: number, email: string) => ({ id, name: 'Somebody', email, timeZone: null });
const nobodyRang = { call: null, requestId: null, requestKey: null, functionCallIds: [] };

describe('a cell that was empty because the catalogue lacked something', () => {
  let record: RecordFixture;
  let replica: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
    replica = await record.replica();
  });
  afterAll(async () => {
    await replica.closeReplica();
    await record.close();
  });

  const recordsOf = ({ dataSource, outbox }: RecordFixture) =>
    new PostgresRecords(new Inbox(dataSource, 'records'), outbox);
  const fillerOf = (process: RecordFixture, current: () => Catalogue, now = clock.now) =>
    new FillCells(recordsOf(process), new PostgresCellsToFill(process.dataSource), { current }, { now }, settings);

  async function filled(by: FillCells): Promise<void> {
    while (await by.execute());
  }

  const told = {
    unknownHost: () => bookingFact({ host: host(1077, 'noor@elsewhere.example') }),
    unknownAddress: () => bookingFact({ host: host(9_999, 'Noor.Demir@salon-lindenhof.example') }),
    sharedAddress: () => bookingFact({ host: host(1055, 'desk@salon-lindenhof.example') }),
    unknownEventType: () =>
      bookingFact({ ...nobodyRang, service: null, price: null, eventTypeId: 2077, host: host(1077, 'x@y.example') }),
    noHost: () => bookingFact({ host: null, hostReadFrom: null, hostMissingReason: 'no_host' }),
  } satisfies Record<string, () => BookingFact>;

  const columns = [
    'service_id, service_cause, service_cause_since, staff_id, staff_cause, staff_cause_since, price_minor, currency',
    'price_cause, price_cause_since, cells_as_of, source, link_cause, revision, status',
  ].join(', ');
  const cellsOf = (fact: BookingFact) =>
    record.row(`SELECT ${columns} FROM records.appointments WHERE id = $1`, appointmentRowId(company, fact.rootUid));

  it.each([
    ['unknownHost', { staff_cause: 'host_unknown' }, { staff_id: named('Noor'), staff_cause: null }],
    ['unknownAddress', { staff_cause: 'host_unknown' }, { staff_id: named('Noor') }],
    ['sharedAddress', { staff_cause: 'ambiguous_email' }, { staff_id: named('Kim') }],
    [
      'unknownEventType',
      { service_cause: 'event_type_unknown', price_cause: 'event_type_unknown', staff_cause: 'host_unknown' },
      { service_id: bart, price_minor: 1500, currency: 'EUR', staff_id: named('Noor'), price_cause: null },
    ],
    ['noHost', { staff_cause: 'no_host' }, { staff_cause: 'no_host' }],
  ] as const)('is filled as the fact itself would fill it now: %s', async (name, before, after) => {
    const [fact, late] = [told[name](), told[name]()];
    await record.tell(bookingCreated(fact));
    expect(await cellsOf(fact)).toMatchObject(before);
    await filled(fillerOf(record, () => mended));
    expect(await cellsOf(fact)).toMatchObject(after);
    const now = new RecordBooking(recordsOf(record), { current: () => mended }, clock);
    await now.execute(bookingCreated(late), { id: bookingCreated(late).id, queue: 'spec' });
    expect(await cellsOf(fact)).toEqual(await cellsOf(late));
  });

  it('is filled on the call as well, told to everybody once, and then left alone', async () => {
    const fact = told.unknownHost();
    await record.tell(bookingCreated(fact));
    await record.tell(callEnded(fact.call!));
    expect(await record.call(fact.call)).toMatchObject({ staff_id: null, appointment_link_status: 'linked' });
    await Promise.all([filled(fillerOf(record, () => mended)), filled(fillerOf(replica, () => mended))]);
    expect(await record.call(fact.call)).toMatchObject({ staff_id: named('Noor'), booking_confirmed: true });
    const subject = appointmentRowId(company, fact.rootUid);
    const changes = (await record.published(subject)).filter(({ type }) => type === AppointmentChanged.type);
    expect(changes).toMatchObject([{ data: { staffId: named('Noor'), staffName: 'Noor Demir', status: 'confirmed' } }]);
    const outcome = await record.row('SELECT event FROM records.booking_outcomes WHERE appointment_id = $1', subject);
    expect(outcome.event).toMatchObject({ staffId: named('Noor'), functionCallIds: fact.functionCallIds });
    const before = await record.appointment(fact);
    await filled(fillerOf(record, () => mended));
    await filled(fillerOf(record, () => lacking));
    expect(await record.appointment(fact)).toEqual(before);
  });

  it('is filled after its appointment was cancelled, and nobody is told that it lives', async () => {
    const fact = told.unknownHost();
    await record.tell(bookingCreated(fact));
    await record.tell(event(BookingCancelled, { ...fact, revision: fact.revision + 1, status: 'cancelled' }));
    const subject = appointmentRowId(company, fact.rootUid);
    const before = await record.published(subject);
    await filled(fillerOf(record, () => mended));
    expect(await record.appointment(fact)).toMatchObject({ staff_id: named('Noor'), status: 'cancelled' });
    expect(await record.published(subject)).toEqual(before);
  });

  it('is the same whether the catalogue or the next fact comes first', async () => {
    const [one, other] = [told.unknownHost(), told.unknownHost()];
    const moved = (fact: BookingFact) =>
      event<BookingFact>(BookingCancelled, { ...fact, revision: fact.revision + 1, status: 'cancelled' });
    await record.tell(bookingCreated(one));
    await filled(fillerOf(record, () => mended));
    const now = new RecordBooking(recordsOf(record), { current: () => mended }, clock);
    await now.execute(moved(one), { id: moved(one).id, queue: 'spec' });
    await record.tell(bookingCreated(other));
    await record.tell(moved(other));
    await filled(fillerOf(record, () => mended));
    expect(await cellsOf(one)).toEqual(await cellsOf(other));
  });

  it('is looked for when there is another catalogue, page by page, and again after a while', async () => {
    const facts = Array.from({ length: 5 }, told.unknownHost);
    for (const fact of facts) await record.tell(bookingCreated(fact));
    let [current, now] = [lacking, clock.now()];
    const filler = fillerOf(
      record,
      () => current,
      () => now,
    );
    await filled(filler);
    for (const fact of facts) expect(await cellsOf(fact)).toMatchObject({ staff_cause: 'host_unknown' });
    expect(await filler.execute()).toBe(false);

    current = mended;
    const pages: boolean[] = [];
    do pages.push(await filler.execute());
    while (pages.at(-1));
    expect(pages.length).toBeGreaterThan(2); // never all at once
    for (const fact of facts) expect(await cellsOf(fact)).toMatchObject({ staff_id: named('Noor') });

    const late = told.unknownHost(); // written by a process that did not know the new catalogue yet
    await record.tell(bookingCreated(late));
    await filled(filler);
    expect(await cellsOf(late)).toMatchObject({ staff_cause: 'host_unknown' });
    now = new Date(now.getTime() + settings.againAfterMs);
    await filled(filler);
    expect(await cellsOf(late)).toMatchObject({ staff_id: named('Noor') });
  });
});
