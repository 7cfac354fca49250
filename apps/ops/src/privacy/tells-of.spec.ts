import { BookingCreated, CallStarted, createEvent, CustomerErased, derivedId, sampleOf } from '@callbook/contracts';
import { ErasureKey } from '@callbook/database';
import { peopleIn } from './people-in';
import { eventIn, tellsOf } from './tells-of';

const company = 'salon-lindenhof';
const key = new ErasureKey('an erasure key of thirty-two characters or more');
const context = { id: derivedId('tells of'), company, time: new Date(), correlationId: 'call_of_anna' };
const call = sampleOf(CallStarted).call.retellCallId;
const event = createEvent(CallStarted, sampleOf(CallStarted), context);
const nobody = { company, hashes: [], callIds: [], appointmentIds: [] };
const known = (kind: 'call' | 'uid' | 'number', value: string) => ({
  ...nobody,
  hashes: [{ kind, hash: key.hash(company, kind, value) }],
});
const bodyOf = (json: unknown) => Buffer.from(JSON.stringify(json));

describe('a body that may be about somebody', () => {
  it.each([
    ['by the call it names', event, known('call', call)],
    ['by the call it is correlated with', event, known('call', 'call_of_anna')],
    [
      'by a uid',
      createEvent(BookingCreated, sampleOf(BookingCreated), context),
      known('uid', sampleOf(BookingCreated).rootUid),
    ],
    ['by a row id', { ...event, data: { callId: context.id } }, { ...nobody, callIds: [context.id] }],
    [
      'by a row id further down',
      { ...event, data: { appointment: { appointmentId: context.id } } },
      { ...nobody, appointmentIds: [context.id] },
    ],
    ['though it breaks every contract', { company, correlationid: 'call_of_anna' }, known('call', 'call_of_anna')],
  ])('is recognised %s', (_, body, person) => {
    expect(tellsOf(bodyOf(body), person, key)).toBe(true);
    expect(tellsOf(bodyOf(body), { ...person, company: 'another-salon' }, key)).toBe(false);
    expect(tellsOf(bodyOf(body), nobody, key)).toBe(false);
  });

  it.each(['', 'no json', 'null', '[]', '7', '{"company":"salon-lindenhof","data":{"segments":7}}'])(
    'is nobody’s when it is %j',
    (body) => {
      expect(tellsOf(Buffer.from(body), known('call', 'call_of_anna'), key)).toBe(false);
    },
  );

  const odd = { toString: 1 };
  it.each([
    ['the time', { ...event, time: odd }],
    ['the correlation', { ...event, correlationid: odd }],
    ['the type', { ...event, type: odd }],
    ['a row id', { ...event, data: { ...event.data, callId: odd, appointment: { appointmentId: odd } } }],
    ['the number', { ...event, data: { call: { ...event.data.call, customerNumber: 7, startedAt: odd } } }],
    ['the segments', { ...event, data: { ...event.data, segments: 7 } }],
    ['a segment', { ...event, data: { ...event.data, segments: [null, 7, { uid: odd }, [[]]] } }],
    [
      'an attendee',
      { ...event, data: { ...event.data, attendeeAsSaid: { phone: 7, email: odd }, attendeeAsBooked: 'x' } },
    ],
    ['when it was booked', { ...event, data: { ...event.data, providerCreatedAt: odd, actedAt: [odd] } }],
  ])('is recognised by what else it says when %s has a form that nobody knows', (_, body) => {
    expect(tellsOf(bodyOf(body), known('call', call), key)).toBe(true);
  });

  it.each([{ toString: 1 }, 7, null, 'a salon\0', ''])('is of no company when that is %j', (of) => {
    expect(eventIn(bodyOf({ ...event, company: of }))).toBeUndefined();
  });

  it('is not the erasure itself', () => {
    const erased = createEvent(CustomerErased, sampleOf(CustomerErased), context);
    expect(tellsOf(bodyOf(erased), known('call', 'call_of_anna'), key)).toBe(false);
  });
});

it('whoever an event of an unknown form is about is told by its correlation alone', () => {
  expect(peopleIn({ ...event, data: { segments: 7, call: 'x' } })).toEqual([
    { company, kind: 'call', value: 'call_of_anna', at: new Date(event.time) },
  ]);
});

it.each(['-100000-01-01T00:00:00Z', '+200000-01-01T00:00:00Z', 'yesterday', 7, { toString: 1 }])(
  'of an event whose time is %j whom it is about was told long ago',
  (time) => {
    const people = peopleIn({ ...event, time } as never);
    expect(people).toContainEqual({ company, kind: 'call', value: 'call_of_anna', at: new Date(0) });
  },
);
