import { importCatalogueText } from '@callbook/catalogue';
import {
  AppointmentLinked,
  appointmentRowId,
  callRowId,
  CustomerMerged,
  derivedId,
  LinkAppointment,
  MergeCustomers,
  NoteAppointment,
  ShowAppointment,
  ShowCustomers,
  UnlinkAppointment,
  UnmergeCustomer,
} from '@callbook/contracts';
import { createDataSource } from '@callbook/database';
import { eventually, salonCatalogue } from '@callbook/testing';
import { newCustomer } from '../src/customers/customer';
import { bookingCreated, bookingFact, callIdentity, callStarted, company, unique } from './support/events';
import { act } from './support/people';
import type { RecordFixture } from './support/record-fixture';
import { RunningRecords } from './support/running-records';

const by = () => ({ actId: derivedId('spec', unique('act')), actor: 'anna', why: 'the caller said so' });
const customerOf = (number: string) => newCustomer(company, { kind: 'phone', phone: number }, '').id;

/** People ask any of the replicas; what they decide is an event that all of them take, the one that did it included. */
describe('two records processes', () => {
  let running: RunningRecords;
  let record: RecordFixture;

  beforeAll(async () => {
    running = await RunningRecords.start({ replicas: 2 });
    record = running.record;
  });
  afterAll(() => running?.close());

  const idOf = (fact: { rootUid: string }) => appointmentRowId(company, fact.rootUid);
  const rowOf = (call: { retellCallId: string }) => callRowId(company, call.retellCallId);

  /** The event of an act has left, come back and been handled. */
  const cameBack = (eventId: string) =>
    eventually('the act to come back', async () => {
      const [known] = await record.rows(
        `SELECT handled_at FROM records.inbox JOIN records.outbox ON event_id = message_id
         WHERE message_id = $1 AND sent_at IS NOT NULL`,
        eventId,
      );
      return known;
    });

  it('unlink, link and note an appointment when they are asked to, and take their own events for known', async () => {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    const other = callIdentity();
    await record.tell(callStarted(other));
    const appointmentId = idOf(fact);

    const unlinking = { ...by(), appointmentId, version: null };
    const unlinked = await running.queries.ask(UnlinkAppointment, unlinking);
    expect(unlinked).toMatchObject({
      result: 'done',
      refusal: null,
      previousCallId: rowOf(fact.call!),
      appointment: { appointmentId, callId: null },
    });
    expect(await running.queries.ask(UnlinkAppointment, unlinking)).toMatchObject({ result: 'unchanged' });
    const linking = { ...by(), appointmentId, call: other.retellCallId, version: unlinked.appointment!.version };
    expect(await running.queries.ask(LinkAppointment, linking)).toMatchObject({ result: 'done' });
    expect(await running.queries.ask(LinkAppointment, { ...linking, ...by(), call: 'nobody' })).toMatchObject({
      result: 'refused',
      refusal: 'version_mismatch',
    });
    const noting = { ...by(), appointmentId, notes: 'brings her own towel', version: null };
    expect(await running.queries.ask(NoteAppointment, noting)).toMatchObject({ result: 'done' });
    for (const { actId } of [unlinking, linking, noting]) await cameBack(actId);
    expect(await running.queries.ask(ShowAppointment, { appointmentId })).toMatchObject({
      appointment: {
        callId: rowOf(other),
        notes: 'brings her own towel',
        reference: expect.stringMatching(/^LIND-/) as string,
      },
    });
    expect(await running.metrics()).not.toMatch(/queue="records.appointment-[a-z]+",end="(retry|dead)"/);
  });

  it('merge two customers and take it back, and find them by number and address', async () => {
    const [one, other] = [bookingFact(), bookingFact()];
    for (const fact of [one, other]) await record.tell(bookingCreated(fact));
    const numbers = [one, other].map(({ call }) => String(call!.customerNumber));
    const [customerId, intoId] = numbers.map(customerOf) as [string, string];
    const merging = { ...by(), customerId, intoId, dryRun: false };
    expect(await running.queries.ask(MergeCustomers, { ...merging, dryRun: true })).toMatchObject({
      result: 'possible',
      movedCalls: 1,
      movedAppointments: 1,
      customer: { customerId, calls: 1 },
      into: { customerId: intoId, calls: 1 },
    });
    expect(await running.queries.ask(MergeCustomers, merging)).toMatchObject({
      result: 'done',
      customer: { mergedIntoId: intoId, calls: 0 },
      into: { mergedIds: [customerId], calls: 2, appointments: 2 },
    });
    await cameBack(merging.actId);
    const { customers } = await running.queries.ask(ShowCustomers, { who: numbers[0]!, company });
    expect(customers).toMatchObject([{ customerId, mergedIntoId: intoId, phone: numbers[0] }]);
    const named = await running.queries.ask(ShowCustomers, { who: 'JONAS.weber@kunde.example', company: null });
    expect(named.customers.map((customer) => customer.customerId)).toEqual(
      expect.arrayContaining([customerId, intoId]),
    );
    const undoing = { ...by(), customerId, dryRun: false };
    expect(await running.queries.ask(UnmergeCustomer, undoing)).toMatchObject({ result: 'done', movedCalls: 1 });
    await cameBack(undoing.actId);
    expect(
      await running.queries.ask(MergeCustomers, { ...by(), customerId, intoId: customerId, dryRun: false }),
    ).toMatchObject({
      result: 'refused',
      refusal: 'same_customer',
    });
  });

  it('write acts that are replayed before what they are about', async () => {
    const [fact, call] = [bookingFact(), callIdentity()];
    const [customerId, intoId] = [fact.call!, call].map(({ customerNumber }) => customerOf(String(customerNumber)));
    await running.publish(
      act(AppointmentLinked, 1, { appointmentId: idOf(fact), callId: rowOf(call), previousCallId: null }),
    );
    await running.publish(act(CustomerMerged, 1, { customerId: customerId!, intoId: intoId! }));
    await eventually('both to wait on a rung', async () => {
      const metrics = await running.metrics();
      return ['appointment-linked', 'customer-merged'].every((queue) =>
        metrics.includes(`queue="records.${queue}",end="retry"`),
      );
    });
    await running.publish(bookingCreated(fact));
    await running.publish(callStarted(call));
    await eventually('the appointment to be linked to the call, and the customer merged', async () => {
      const [row] = await record.rows(
        'SELECT FROM records.appointments WHERE id = $1 AND call_id = $2 AND customer_id = $3',
        idOf(fact),
        rowOf(call),
        intoId,
      );
      return row;
    });
  });

  it('fill an empty cell when an import adds what was missing, and tell of it once', async () => {
    const host = { id: 1077, name: 'Noor Demir', email: null, timeZone: null };
    const fact = bookingFact({ host });
    await running.publish(bookingCreated(fact));
    await eventually('the appointment to be there without staff', async () => {
      const [row] = await record.rows(
        "SELECT FROM records.appointments WHERE id = $1 AND staff_cause = 'host_unknown'",
        idOf(fact),
      );
      return row;
    });
    const noor = '      noor: { name: Noor Demir, email: noor.demir@salon-lindenhof.example, calcomUserId: 1077 }\n';
    const more = salonCatalogue.replace('      kim: {', `${noor}      kim: {`);
    await importCatalogueText(await record.database.connect(createDataSource), more, { by: 'spec' });
    await eventually('the cell to be filled', async () => (await record.appointment(fact)).staff_id !== null);
    expect((await record.call(fact.call)).staff_id).toBe((await record.appointment(fact)).staff_id);
    const told = (await record.published(idOf(fact))).filter(({ type }) => type === 'appointment.changed.v1');
    expect(told).toMatchObject([{ data: { staffName: 'Noor Demir' } }]);
  });
});
