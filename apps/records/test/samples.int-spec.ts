import { AppointmentRecorded, type Event, samples, sampleOf } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import { event } from './support/events';
import { RecordFixture } from './support/record-fixture';

const taken = samples.filter(({ event: { consumers } }) => consumers.some((queue) => queue.startsWith('records.')));

describe('the samples of the contracts', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  it('can all be recorded, in the order of the phone call they tell, or later where they have to wait', async () => {
    expect(taken.length).toBeGreaterThan(0);
    const waiting: Event<object>[] = [];
    for (const told of taken.map(({ event: contract, data }) => event(contract, data))) {
      await record.tell(told).catch((error: unknown) => {
        if (!(error instanceof RetryableError)) throw error;
        waiting.push(told);
      });
    }
    for (const told of waiting) await record.tell(told);
    expect(await record.row('SELECT * FROM records.calls')).toMatchObject({
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
