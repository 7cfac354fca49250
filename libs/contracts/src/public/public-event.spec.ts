import { createEvent, type Event } from '../envelope/event';
import { BookingCreated } from '../events/booking-created.event';
import { BookingFailed } from '../events/booking-failed.event';
import { BookingUnresolved } from '../events/booking-unresolved.event';
import { CallEnded } from '../events/call-ended.event';
import { CustomerErased } from '../events/customer-erased.event';
import { appointmentRowId, derivedId } from '../ids/derived-id';
import { sampleCompany, sampleOf, samples } from '../samples/samples';
import { publicContracts, publicCopy } from './public-event';

const secret = 'sampleUidLindenhof0001';
const context = {
  id: derivedId('spec', 'public'),
  company: sampleCompany,
  time: new Date('2026-11-21T10:00:41.250Z'),
  correlationId: 'call_sample',
};
const event = (type: unknown, data: object): Event<object> =>
  createEvent(type as typeof BookingCreated, data as never, context);
const created = (changes: object = {}) => event(BookingCreated, { ...sampleOf(BookingCreated), ...changes });

describe('what those outside are told', () => {
  const appointmentId = appointmentRowId(sampleCompany, secret);

  it('is the event with its id, its host and an appointment in place of the uids', () => {
    const copy = publicCopy(created());
    expect(copy).toMatchObject({
      id: context.id,
      type: 'booking.created.v1',
      company: sampleCompany,
      subject: appointmentId,
      data: { appointmentId, host: { id: 1002, name: 'Mehmet Kaya', email: 'mehmet.kaya@salon-lindenhof.example' } },
    });
    expect(JSON.stringify(copy)).not.toContain(secret);
  });

  it('names the same appointment as appointment.recorded', () => {
    const recorded = samples.find(({ event: { type } }) => type === 'appointment.recorded.v1')!;
    const copy = publicCopy(event(recorded.event, recorded.data))!;
    expect(copy.subject).toBe(appointmentId);
    expect(copy.data).toEqual(recorded.data);
  });

  it('has no uid, wherever one stands: in segments, in a video address, in metadata, in the correlation', () => {
    const segment = {
      key: 'farbe',
      uid: 'segmentUid000001',
      start: '2026-11-26T09:00:00.000Z',
      end: '2026-11-26T09:20:00.000Z',
    };
    const inside = {
      ...created({
        calcomUid: 'movedUid00000002',
        location: `https://app.cal.com/video/${secret}`,
        metadata: {
          link: `https://cal.com/booking/movedUid00000002`,
          part: 'segmentUid000001',
          callbook_request_id: 'x',
        },
        notes: `see ${secret}`,
        segments: [segment],
      }),
      correlationid: `change of ${secret}`,
    };
    const text = JSON.stringify(publicCopy(inside));
    for (const uid of [secret, 'movedUid00000002', 'segmentUid000001']) expect(text).not.toContain(uid);
    expect(text).toContain('"segments":[{"key":"farbe","start"');
    expect(text).toContain('"callbook_request_id":"x"');
  });

  it('can be put in order: by the revision of a booking, by the time of anything else', () => {
    expect(publicCopy(created({ revision: 1_795_255_210_000 }))).toMatchObject({ sequence: '1795255210000' });
    expect(publicCopy(created({ revision: 7 }))).toMatchObject({ sequence: '0000000000007' });
    const recorded = samples.find(({ event: { type } }) => type === 'appointment.recorded.v1')!;
    expect(publicCopy(event(recorded.event, recorded.data))).toMatchObject({ sequence: '1795255241250' });
  });

  it.each([BookingFailed, BookingUnresolved])(
    'keeps back what Cal.com said: it names bookings by their uids (%p)',
    (type) => {
      const said = 'Booking with uid=someOtherUid0001 was not found';
      const copy = publicCopy(event(type, { ...sampleOf(type as typeof BookingFailed), providerText: said }));
      expect(copy?.data).toMatchObject({ providerText: null });
      expect(JSON.stringify(copy)).not.toContain('someOtherUid0001');
    },
  );

  it('leaves out the keyed hashes of an erasure', () => {
    const copy = publicCopy(event(CustomerErased, sampleOf(CustomerErased)))!;
    expect(Object.keys(copy.data).sort()).toEqual(['appointmentIds', 'callIds', 'erasedAt', 'erasureId']);
  });

  it('is nothing of what is said in calls, and nothing of a type that is not known here', () => {
    expect(publicCopy(event(CallEnded, sampleOf(CallEnded)))).toBeUndefined();
    expect(publicCopy({ ...created(), type: 'booking.created.v2' })).toBeUndefined();
  });

  it('is not told when the event breaks its own contract', () => {
    expect(() => publicCopy({ ...created(), data: {} })).toThrow('booking.created.v1: data.');
  });

  it.each(publicContracts.map((contract) => [contract.event.type, contract] as const))(
    'fulfils its public contract and shows no uid: %s',
    (_type, { event: type }) => {
      const copy = publicCopy(event(type, samples.find((one) => one.event === type)!.data));
      expect(copy?.id).toBe(context.id);
      expect(JSON.stringify(copy)).not.toMatch(/Uid|sampleUid/);
    },
  );
});
