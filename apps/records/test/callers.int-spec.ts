import {
  type AppointmentsOfCaller,
  AppointmentsReply,
  BookingCancelled,
  BookingRescheduled,
  CustomerReply,
  validated,
} from '@callbook/contracts';
import { serviceNamed } from './support/catalogue';
import { bookingCreated, bookingFact, callIdentity, callStarted, company, event, uniqueNumber } from './support/events';
import { RecordFixture } from './support/record-fixture';

/** The fixture's clock says 21 November 2026. */
const past = { start: '2026-11-20T09:00:00.000Z', end: '2026-11-20T09:30:00.000Z' };
const later = { start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' };

describe('a caller', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  const callOf = (number: string | null) => callIdentity({ customerNumber: number, fromNumber: number });
  const customer = (number: string, of = company) => record.customers.find({ company: of, number });
  const appointments = async (asked: Partial<AppointmentsOfCaller>) => {
    const query = { company, retellCallId: 'another call', number: null, reference: null, ...asked };
    const found = await record.callerAppointments.find(query);
    expect(() => validated(AppointmentsReply, 'spec', { appointments: found })).not.toThrow();
    return found;
  };
  const uidsOf = async (asked: Partial<AppointmentsOfCaller>) =>
    (await appointments(asked)).map(({ rootUid }) => rootUid);

  describe('is known', () => {
    it('by number, with whether anything is ahead', async () => {
      const number = uniqueNumber();
      const fact = bookingFact({ call: callOf(number), revision: 1 });
      await record.tell(bookingCreated(fact));
      const known = { customerId: (await record.call(fact.call)).customer_id, name: 'Jonas Weber' };
      expect(await customer(number)).toEqual({ ...known, hasUpcomingAppointments: true });
      expect(() =>
        validated(CustomerReply, 'spec', { customer: { ...known, hasUpcomingAppointments: true } }),
      ).not.toThrow();
      await record.tell(event(BookingCancelled, { ...fact, functionCallIds: [], status: 'cancelled', revision: 2 }));
      expect(await customer(number)).toEqual({ ...known, hasUpcomingAppointments: false });
    });

    it('when the number never booked anything, without a name', async () => {
      const number = uniqueNumber();
      await record.tell(callStarted(callOf(number)));
      expect(await customer(number)).toMatchObject({ name: null, hasUpcomingAppointments: false });
    });

    it('to nobody else, and by nothing that is no number', async () => {
      const number = uniqueNumber();
      await record.tell(bookingCreated({ call: callOf(number) }));
      expect(await customer(number, 'praxis-am-markt')).toBeNull();
      expect(await customer(uniqueNumber())).toBeNull();
      for (const nonsense of ['', 'anonymous', '+', 'None']) expect(await customer(nonsense)).toBeNull();
    });
  });

  describe('has the appointments', () => {
    it('ahead that live, by start, wherever they were booked', async () => {
      const number = uniqueNumber();
      const web = { call: null, requestId: null, requestKey: null, functionCallIds: [], attendeeAsSaid: null };
      const attendeeAsBooked = { name: 'Jonas W.', email: null, phone: number, timeZone: null };
      const [first, second, gone, over] = [
        bookingFact({ call: callOf(number) }),
        bookingFact({ ...web, ...later, attendeeAsBooked, service: null, eventTypeId: 777 }),
        bookingFact({ call: callOf(number), revision: 1 }),
        bookingFact({ call: callOf(number), ...past }),
      ];
      for (const fact of [second, over, gone, first]) await record.tell(bookingCreated(fact));
      await record.tell(event(BookingCancelled, { ...gone, functionCallIds: [], status: 'cancelled', revision: 2 }));
      const row = await record.appointment(first);
      expect(await appointments({ number })).toEqual([
        {
          appointmentId: row.id,
          reference: row.reference,
          rootUid: first.rootUid,
          calcomUid: first.calcomUid,
          status: 'confirmed',
          startsAt: first.start,
          endsAt: first.end,
          timeZone: 'Europe/Berlin',
          service: serviceNamed('herrenhaarschnitt'),
          serviceName: 'Herrenhaarschnitt',
          staffName: 'Mehmet Kaya',
          attendeeName: 'Jonas Weber',
          bookedInThisCall: false,
        },
        expect.objectContaining({
          rootUid: second.rootUid,
          service: null,
          serviceName: null,
          attendeeName: 'Jonas W.',
          bookedInThisCall: false,
        }),
      ]);
    });

    it('booked in this call, also when the number is withheld', async () => {
      const fact = bookingFact({ call: callOf(null), revision: 1 });
      const { retellCallId } = fact.call!;
      await record.tell(bookingCreated(fact));
      expect(await appointments({ retellCallId })).toMatchObject([{ rootUid: fact.rootUid, bookedInThisCall: true }]);
      await record.tell(event(BookingRescheduled, { ...fact, ...later, calcomUid: `${fact.rootUid}-2`, revision: 2 }));
      expect(await appointments({ retellCallId })).toMatchObject([
        { rootUid: fact.rootUid, calcomUid: `${fact.rootUid}-2`, startsAt: later.start },
      ]);
    });

    it.each<[string, (reference: string) => string]>([
      ['as given', (reference) => reference],
      ['in small letters', (reference) => reference.toLowerCase()],
      ['spelled', (reference) => reference.replace('-', '').toLowerCase().split('').join(' ')],
      ['without dash', (reference) => reference.replace('-', '')],
    ])('of a reference %s', async (_, spoken) => {
      const fact = bookingFact();
      await record.tell(bookingCreated(fact));
      const { reference } = await record.appointment(fact);
      expect(await uidsOf({ reference: spoken(String(reference)) })).toContain(fact.rootUid);
    });

    it('and no others', async () => {
      const fact = bookingFact();
      await record.tell(bookingCreated(fact));
      const { reference } = await record.appointment(fact);
      for (const nothing of ['', ' - ', 'LIND', '%']) expect(await uidsOf({ reference: nothing })).toEqual([]);
      expect(await uidsOf({ number: uniqueNumber() })).toEqual([]);
      const elsewhere = { company: 'praxis-am-markt', number: fact.call!.customerNumber, reference: String(reference) };
      expect(await uidsOf(elsewhere)).toEqual([]);
    });

    it('at most twenty', async () => {
      const call = callIdentity();
      for (let booked = 0; booked < 21; booked++) await record.tell(bookingCreated({ call }));
      expect(await appointments({ number: call.customerNumber })).toHaveLength(20);
    });
  });
});
