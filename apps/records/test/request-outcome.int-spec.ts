import { appointmentRowId, type BookingFact, derivedId, type RequestOutcome } from '@callbook/contracts';
import { bookingCreated, bookingFact, bookingFailed, bookingUnresolved, company, unique } from './support/events';
import { RecordFixture } from './support/record-fixture';

describe('the outcome of a request', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  const somebodyElse = () => derivedId('spec', unique('function call'));
  const ask = (requestKey: string | null, functionCallId: string, of = company) =>
    record.outcomes.find({ company: of, requestKey: String(requestKey), functionCallId } as RequestOutcome);

  it('is none before anything is known', async () => {
    expect(await ask(derivedId('spec', unique('key')), somebodyElse())).toEqual({ outcome: 'none' });
  });

  it('is, for every repetition, the appointment as it was published', async () => {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    const [published] = await record.published(appointmentRowId(company, fact.rootUid));
    for (const functionCallId of [fact.functionCallIds[0]!, somebodyElse()]) {
      expect(await ask(fact.requestKey, functionCallId)).toEqual({ outcome: 'recorded', appointment: published?.data });
    }
  });

  it('follows the appointment', async () => {
    const fact = bookingFact({ revision: 1 });
    await record.tell(bookingCreated(fact));
    await record.tell(
      bookingCreated({ ...fact, revision: 2, start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' }),
    );
    expect(await ask(fact.requestKey, somebodyElse())).toMatchObject({
      appointment: { startsAt: '2026-11-27T09:00:00.000Z' },
    });
  });

  it('is none once the booking has ended: the next request opens a round', async () => {
    const fact = bookingFact({ revision: 1 });
    await record.tell(bookingCreated(fact));
    await record.tell(bookingCreated({ ...fact, revision: 2, status: 'cancelled' }));
    expect(await ask(fact.requestKey, fact.functionCallIds[0]!)).toEqual({ outcome: 'none' });
  });

  it('that failed, or cannot be told, answers only the function calls of its round', async () => {
    const failed = bookingFailed();
    const unresolved = bookingUnresolved();
    await record.tell(failed);
    await record.tell(unresolved);
    const { data: failure } = failed;
    expect(await ask(failure.requestKey, failure.functionCallIds[0]!)).toEqual({
      outcome: 'failed',
      failure: JSON.parse(JSON.stringify(failure)) as object,
    });
    expect(await ask(unresolved.data.requestKey, unresolved.data.functionCallIds[0]!)).toMatchObject({
      outcome: 'unresolved',
      unresolved: { requestId: unresolved.data.requestId },
    });
    expect(await ask(failure.requestKey, somebodyElse())).toEqual({ outcome: 'none' });
  });

  it('of a refused round gives way to that of the next round which booked', async () => {
    const failed = bookingFailed();
    const { call, requestKey, functionCallIds } = failed.data;
    const booked: BookingFact = bookingFact({ call, requestKey });
    await record.tell(failed);
    await record.tell(bookingCreated(booked));
    expect(await ask(requestKey, functionCallIds[0]!)).toMatchObject({
      outcome: 'recorded',
      appointment: { requestId: booked.requestId },
    });
  });

  it("is nobody else's", async () => {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    expect(await ask(fact.requestKey, fact.functionCallIds[0]!, 'praxis-am-markt')).toEqual({ outcome: 'none' });
  });
});
