import {
  bookingCreated,
  bookingFact,
  callIdentity,
  callStarted,
  company,
  uniqueNumber,
  withheld,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

describe('a customer', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  const ofAppointment = async (fact: { rootUid: string }) =>
    record.row('SELECT * FROM records.customers WHERE id = $1', (await record.appointment(fact)).customer_id);

  it('is one, however many calls and bookings of one number come at the same time', async () => {
    const number = uniqueNumber();
    const facts = Array.from({ length: 8 }, () =>
      bookingFact({ call: callIdentity({ customerNumber: number, fromNumber: number }) }),
    );
    await Promise.all(
      facts.flatMap((fact) => [record.tell(bookingCreated(fact)), record.tell(callStarted(fact.call!))]),
    );
    const customers = await record.rows('SELECT * FROM records.customers WHERE phone = $1', number);
    expect(customers).toMatchObject([
      { company, name: 'Jonas Weber', email: 'jonas.weber@kunde.example', anonymous: false },
    ]);
    for (const fact of facts) {
      expect(await record.appointment(fact)).toMatchObject({ customer_id: customers[0]?.id });
      expect(await record.call(fact.call)).toMatchObject({ customer_id: customers[0]?.id });
    }
  });

  it('of the same number at another company is another one', async () => {
    const call = callIdentity();
    await record.tell(bookingCreated({ call }));
    await record.tell(bookingCreated({ call, service: null, eventTypeId: 2101 }, { company: 'praxis-am-markt' }));
    const companies = await record.rows(
      'SELECT company FROM records.customers WHERE phone = $1 ORDER BY company',
      call.customerNumber,
    );
    expect(companies).toEqual([{ company: 'praxis-am-markt' }, { company }]);
  });

  it('who withholds the number stands for one call, whatever address was spoken', async () => {
    const [one, other] = [bookingFact({ call: callIdentity(withheld) }), bookingFact({ call: callIdentity(withheld) })];
    await record.tell(bookingCreated(one));
    await record.tell(bookingCreated(other));
    const [first, second] = [await ofAppointment(one), await ofAppointment(other)];
    expect(first).toMatchObject({ anonymous: true, phone: null, email: 'jonas.weber@kunde.example' });
    expect(second).toMatchObject({ anonymous: true, phone: null });
    expect(first.id).not.toBe(second.id);
  });

  it('who books without a call is found by number, then by the address of such bookings, never by one that a caller spoke', async () => {
    const number = uniqueNumber();
    const known = bookingFact({
      call: callIdentity({ customerNumber: number }),
      attendeeAsSaid: { name: 'Eva Lang', email: 'eva.lang@kunde.example', phone: null },
    });
    await record.tell(bookingCreated(known));
    const web = (email: string, phone: string | null) =>
      bookingFact({
        call: null,
        requestId: null,
        requestKey: null,
        functionCallIds: [],
        attendeeAsSaid: null,
        attendeeAsBooked: { name: 'E. Lang', email, phone, timeZone: null },
      });
    const byNumber = web('other@kunde.example', `00${number.slice(1)}`);
    const ofSpoken = web('EVA.LANG@kunde.example', null);
    const [first, again] = [web('new@kunde.example', null), web('New@Kunde.example', null)];
    for (const fact of [byNumber, ofSpoken, first, again]) await record.tell(bookingCreated(fact));
    const { id } = await ofAppointment(known);
    expect((await ofAppointment(byNumber)).id).toBe(id);
    expect((await ofAppointment(ofSpoken)).id).not.toBe(id);
    expect(await ofAppointment(first)).toMatchObject({ phone: null, anonymous: false });
    expect((await ofAppointment(again)).id).toBe((await ofAppointment(first)).id);
    expect((await ofAppointment(first)).id).not.toBe(id);
  });

  it('with an address made of the number is never found by it', async () => {
    const fact = bookingFact({
      attendeeAsSaid: { name: 'Jonas', email: null, phone: null },
      attendeeAsBooked: { name: 'Jonas', email: '4915112345678@sms.cal.com', phone: '+4915112345678', timeZone: null },
    });
    await record.tell(bookingCreated(fact));
    expect(await ofAppointment(fact)).toMatchObject({ email_is_placeholder: true });
  });

  it('cannot have a number that another one of the company has, whoever writes', async () => {
    const [one, other] = [bookingFact(), bookingFact()];
    await record.tell(bookingCreated(one));
    await record.tell(bookingCreated(other));
    const taking = record.rows(
      'UPDATE records.customers SET phone = $1 WHERE phone = $2',
      one.call!.customerNumber,
      other.call!.customerNumber,
    );
    await expect(taking).rejects.toMatchObject({ constraint: 'customers_one_per_phone' });
  });
});
