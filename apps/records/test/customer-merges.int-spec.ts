import { CustomerMerged, CustomerUnmerged, type Event } from '@callbook/contracts';
import { newCustomer } from '../src/customers/customer';
import { bookingCreated, bookingFact, callIdentity, callStarted, company, uniqueNumber } from './support/events';
import { act, People } from './support/people';
import { permutations } from './support/permutations';
import { RecordFixture } from './support/record-fixture';
import { toldInTheEnd } from './support/told-in-the-end';

/** The id follows from the number, so it is known before the customer is. */
function customerOf(number: string): string {
  return newCustomer(company, { kind: 'phone', phone: number }, '').id;
}

describe('a merge of two customers', () => {
  let record: RecordFixture;
  let replica: RecordFixture;
  let people: People;

  beforeAll(async () => {
    record = await RecordFixture.open();
    replica = await record.replica();
    people = new People(record);
  });
  afterAll(async () => {
    await replica.closeReplica();
    await record.close();
  });

  /** One who has booked in a call. */
  async function person(name: string) {
    const number = uniqueNumber();
    await book(number, name);
    return { number, id: customerOf(number) };
  }

  async function book(number: string, name: string, by = record) {
    const call = callIdentity({ customerNumber: number, fromNumber: number });
    const fact = bookingFact({ call, attendeeAsSaid: { name, email: `${name}@kunde.example`, phone: null } });
    await by.tell(bookingCreated(fact));
    return fact;
  }

  const customer = (id: string) => record.row('SELECT * FROM records.customers WHERE id = $1', id);

  async function rowsOf(id: string): Promise<{ calls: number; appointments: number }> {
    const row = await record.row(
      `SELECT (SELECT count(*)::integer FROM records.calls WHERE customer_id = $1) AS calls,
              (SELECT count(*)::integer FROM records.appointments WHERE customer_id = $1) AS appointments`,
      id,
    );
    return row as { calls: number; appointments: number };
  }

  it('moves calls and appointments, and later ones of the same number; who was merged stays, pointing to the other', async () => {
    const [anna, ann] = [await person('anna'), await person('ann')];
    expect(await people.merge(ann.id, anna.id)).toEqual({
      result: 'done',
      intoId: anna.id,
      moved: { calls: 1, appointments: 1 },
    });
    await book(ann.number, 'ann');
    await record.tell(callStarted(callIdentity({ customerNumber: ann.number })));
    expect(await rowsOf(anna.id)).toEqual({ calls: 4, appointments: 3 });
    expect(await rowsOf(ann.id)).toEqual({ calls: 0, appointments: 0 });
    expect(await customer(ann.id)).toMatchObject({
      phone: ann.number,
      name: 'ann',
      merged_into: anna.id,
      represented_by: anna.id,
    });
    expect(await customer(anna.id)).toMatchObject({ phone: anna.number, name: 'anna', merged_into: null });
    expect(await record.customers.find({ company, number: ann.number })).toMatchObject({
      customerId: anna.id,
      name: 'anna',
      hasUpcomingAppointments: true,
    });
    const found = await record.callerAppointments.find({
      company,
      retellCallId: 'new',
      number: ann.number,
      reference: null,
    });
    expect(found).toHaveLength(3);
  });

  it('is taken back with exactly what it moved, and with what came since', async () => {
    const [anna, ann] = [await person('anna'), await person('ann')];
    await people.merge(ann.id, anna.id);
    await book(anna.number, 'anna');
    await book(ann.number, 'ann');
    const moved = { calls: 2, appointments: 2 };
    expect(await people.unmerge(ann.id)).toEqual({ result: 'done', intoId: anna.id, moved });
    expect([await rowsOf(anna.id), await rowsOf(ann.id)]).toEqual([moved, moved]);
    expect(await customer(ann.id)).toMatchObject({ name: 'ann', merged_into: null, represented_by: null });
    const left =
      'SELECT id FROM records.calls WHERE merged_customer_id = ANY ($1) UNION SELECT id FROM records.appointments WHERE merged_customer_id = ANY ($1)';
    expect(await record.rows(left, [anna.id, ann.id])).toEqual([]);
    expect(await record.customers.find({ company, number: ann.number })).toMatchObject({ customerId: ann.id });
  });

  it('keeps what is told of either apart: a later booking of the one does not rename the other', async () => {
    const [anna, ann] = [await person('anna'), await person('ann')];
    await people.merge(ann.id, anna.id);
    const earlier = bookingFact({
      call: callIdentity({ customerNumber: ann.number }),
      attendeeAsSaid: { name: 'Annegret', email: 'annegret@kunde.example', phone: null },
      providerCreatedAt: '2026-11-01T10:00:00.000Z',
    });
    await record.tell(bookingCreated(earlier));
    expect(await customer(anna.id)).toMatchObject({ name: 'anna' });
    expect(await customer(ann.id)).toMatchObject({ name: 'Annegret' });
  });

  it('tells everybody, and changes nothing when its event comes back', async () => {
    const [anna, ann] = [await person('anna'), await person('ann')];
    await people.merge(ann.id, anna.id);
    await people.unmerge(ann.id);
    const events = (await record.published(ann.id)).filter(({ type }) => /merged/.test(type));
    const by = { actor: 'anna', why: 'the caller said so', customerId: ann.id };
    expect(events).toMatchObject([
      { type: 'customer.merged.v1', company, data: { ...by, intoId: anna.id } },
      { type: 'customer.unmerged.v1', company, data: { ...by, previousIntoId: anna.id } },
    ]);
    const before = await customer(ann.id);
    for (const event of events) await people.tell(event);
    expect(await customer(ann.id)).toEqual(before);
  });

  it('is shown beforehand by a dry run, which changes and tells nothing', async () => {
    const [anna, ann] = [await person('anna'), await person('ann')];
    const before = [await customer(anna.id), await customer(ann.id), await rowsOf(anna.id)];
    const possible = { result: 'possible', intoId: anna.id, moved: { calls: 1, appointments: 1 } };
    expect(await people.merge(ann.id, anna.id, { dryRun: true })).toEqual(possible);
    expect([await customer(anna.id), await customer(ann.id), await rowsOf(anna.id)]).toEqual(before);
    expect(await record.published(ann.id)).toEqual([]);
    await people.merge(ann.id, anna.id);
    expect(await people.unmerge(ann.id, { dryRun: true })).toEqual(possible);
    expect(await rowsOf(ann.id)).toEqual({ calls: 0, appointments: 0 });
  });

  it('that is there already, or was never there, changes nothing and is no fault', async () => {
    const [anna, ann] = [await person('anna'), await person('ann')];
    expect(await people.unmerge(ann.id)).toMatchObject({ result: 'unchanged' });
    await people.merge(ann.id, anna.id);
    expect(await people.merge(ann.id, anna.id)).toMatchObject({ result: 'unchanged', intoId: anna.id });
    expect((await record.published(ann.id)).length).toBe(1);
  });

  it('is refused for chains, circles, strangers and across companies, also by the database’s own rules', async () => {
    const [anna, ann, eva] = [await person('anna'), await person('ann'), await person('eva')];
    await people.merge(ann.id, anna.id);
    const refused = (refusal: string) => ({ result: 'refused', refusal });
    expect(await people.merge(eva.id, ann.id)).toEqual(refused('into_is_merged'));
    expect(await people.merge(anna.id, eva.id)).toEqual(refused('has_merged'));
    expect(await people.merge(anna.id, ann.id)).toEqual(refused('into_is_merged'));
    expect(await people.merge(ann.id, eva.id)).toEqual(refused('already_merged_elsewhere'));
    expect(await people.merge(eva.id, customerOf('+4915100000000'))).toEqual(refused('into_unknown'));
    const call = callIdentity();
    await record.tell(bookingCreated({ call, service: null, eventTypeId: 2101 }, { company: 'praxis-am-markt' }));
    const foreign = newCustomer('praxis-am-markt', { kind: 'phone', phone: String(call.customerNumber) }, '').id;
    expect(await people.merge(foreign, eva.id)).toEqual(refused('other_company'));
    for (const wrong of ['merged_into = id', 'represented_by = merged_into', 'merged_into = NULL']) {
      const into = wrong === 'represented_by = merged_into' ? eva.id : ann.id;
      const write = record.rows(
        wrong === 'represented_by = merged_into'
          ? 'UPDATE records.customers SET represented_by = $2 WHERE id = $1'
          : `UPDATE records.customers SET ${wrong} WHERE id = $1 AND $2::uuid IS NOT NULL`,
        into,
        anna.id,
      );
      await expect(write).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('and bookings at the same time by two processes leave every row with whoever stands for its customer', async () => {
    const elsewhere = new People(replica);
    const [anna, ann] = [await person('anna'), await person('ann')];
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        ...Array.from({ length: 4 }, (_, index) => book(ann.number, 'ann', index % 2 === 0 ? record : replica)),
        round % 2 === 0 ? people.merge(ann.id, anna.id) : elsewhere.unmerge(ann.id),
        round % 2 === 0 ? elsewhere.merge(ann.id, anna.id) : people.unmerge(ann.id),
      ]);
      const all = 1 + 4 * (round + 1);
      expect(await rowsOf(round % 2 === 0 ? anna.id : ann.id)).toEqual(
        round % 2 === 0 ? { calls: all + 1, appointments: all + 1 } : { calls: all, appointments: all },
      );
    }
  }, 30_000);

  it('and its undoing end in the same rows in every order, before the customers are known, between facts, and twice', async () => {
    const story = () => {
      const [a, b, c] = [uniqueNumber(), uniqueNumber(), uniqueNumber()];
      const [anna, ann, annie] = [a, b, c].map(customerOf) as [string, string, string];
      const booked = (number: string, name: string) =>
        bookingCreated({
          call: callIdentity({ customerNumber: number }),
          attendeeAsSaid: { name, email: null, phone: null },
        });
      const messages: Event<object>[] = [
        booked(a, 'anna'),
        booked(b, 'ann'),
        booked(c, 'annie'),
        act(CustomerMerged, 1, { customerId: annie, intoId: ann }),
        act(CustomerUnmerged, 2, { customerId: annie, previousIntoId: ann }),
        act(CustomerMerged, 3, { customerId: ann, intoId: anna }),
        act(CustomerMerged, 4, { customerId: annie, intoId: anna }),
        booked(b, 'ann'),
      ];
      return { ids: [anna, ann, annie], messages };
    };
    const told = async ({ ids }: ReturnType<typeof story>) => {
      const rows = await record.rows(
        `SELECT customer.name, by.name AS by, merged.name AS into,
                (SELECT count(*)::integer FROM records.calls WHERE customer_id = customer.id) AS calls,
                (SELECT count(*)::integer FROM records.appointments WHERE merged_customer_id = customer.id) AS moved
         FROM records.customers customer
         LEFT JOIN records.customers by ON by.id = customer.represented_by
         LEFT JOIN records.customers merged ON merged.id = customer.merged_into
         WHERE customer.id = ANY ($1) ORDER BY customer.name`,
        ids,
      );
      return rows;
    };
    const expected = [
      { name: 'ann', by: 'anna', into: 'anna', calls: 0, moved: 2 },
      { name: 'anna', by: null, into: null, calls: 4, moved: 0 },
      { name: 'annie', by: 'anna', into: 'anna', calls: 0, moved: 1 },
    ];
    const names = [3, 4, 5, 6, 0];
    const orders = permutations(names).filter((_, index) => index % 5 === 0);
    await Promise.all(
      orders.map(async (order) => {
        const again = story();
        const messages = [...order, 1, order[0]!, 2, 7].map((index) => again.messages[index]!);
        await toldInTheEnd({ tell: (message) => people.tell(message) } as RecordFixture, messages);
        expect({ order, rows: await told(again) }).toEqual({ order, rows: expected });
      }),
    );
  }, 60_000);
});
