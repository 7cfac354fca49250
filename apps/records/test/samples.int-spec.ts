import {
  AppointmentRecorded,
  CallOwedAnswerSettled,
  CallStarted,
  CustomerErased,
  type Event,
  samples,
  sampleOf,
} from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import { callIdentity, callStarted, event } from './support/events';
import { People } from './support/people';
import { RecordFixture } from './support/record-fixture';

/** Erasing would leave nothing to look at; and in this call nobody is owed an answer that could be settled. */
const untold: readonly object[] = [CustomerErased, CallOwedAnswerSettled];
const taken = samples.filter(
  ({ event: contract }) =>
    !untold.includes(contract) && contract.consumers.some((queue) => queue.startsWith('records.')),
);
/** Customers whom people merge in the samples. */
const merged = ['+4915100000001', '+4915100000002'];

describe('the samples of the contracts', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  it('can all be recorded, in the order of the phone call they tell, or later where they have to wait', async () => {
    expect(taken.length).toBeGreaterThan(0);
    const people = new People(record);
    for (const customerNumber of merged) await record.tell(callStarted(callIdentity({ customerNumber })));
    const waiting: Event<object>[] = [];
    for (const told of taken.map(({ event: contract, data }) => event(contract, data))) {
      await people.tell(told).catch((error: unknown) => {
        if (!(error instanceof RetryableError)) throw error;
        waiting.push(told);
      });
    }
    for (const told of waiting) await people.tell(told);
    expect(await record.call(sampleOf(CallStarted).call)).toMatchObject({
      has_appointment: true,
      status: 'analyzed',
    });
  });

  it('agree with what is published', async () => {
    const { appointmentId, ...expected } = sampleOf(AppointmentRecorded);
    const [published] = await record.published(appointmentId);
    expect(published?.data).toMatchObject({
      ...expected,
      reference: expect.stringMatching(/^LIND-/) as string,
      serviceName: null, // the catalogue here does not have the sample's service
      staffId: expect.any(String) as string,
    });
  });
});
