import { AppointmentRecorded, samples, sampleOf } from '@callbook/contracts';
import { event } from './support/events';
import { RecordFixture } from './support/record-fixture';

const taken = samples.filter(({ event: { consumers } }) => consumers.some((queue) => queue.startsWith('records.')));

describe('the samples of the contracts', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  it('can all be recorded, in the order of the phone call they tell', async () => {
    expect(taken.length).toBeGreaterThan(0);
    for (const { event: contract, data } of taken) await record.tell(event(contract, data));
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
