import {
  BookingCreated,
  BookingFailed,
  CallAnalyzed,
  CallEnded,
  createEvent,
  derivedId,
  eventContracts,
  sampleCompany,
  sampleOf,
  type Event,
} from '@callbook/contracts';
import { impossibleFields } from './impossible';
import { refuseImpossible } from './refuse-impossible';

const context = {
  id: derivedId('spec'),
  company: sampleCompany,
  time: new Date('2026-11-21T10:00:00Z'),
  correlationId: 'call_spec',
};
const booking = sampleOf(BookingCreated);
const ended = sampleOf(CallEnded);
const segment = { key: 'wickeln', uid: 'u', start: booking.start, end: booking.end };
const fieldsOf = (data: object, time = '2026-11-21T10:00:00.000Z') =>
  impossibleFields({ time, data }).map(({ field }) => field);

describe('what cannot be true', () => {
  it.each(eventContracts.map((event) => [event.type, event] as const))('is not in the sample of %s', (_, event) => {
    expect(fieldsOf(sampleOf(event))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a booking that ends before it starts', { ...booking, end: '2026-11-26T08:00:00.000Z' }, 'data.end'],
    ['a booking that ends when it starts', { ...booking, end: booking.start }, 'data.end'],
    [
      'a segment that ends before it starts',
      { ...booking, segments: [{ ...segment, end: '2026-11-26T08:59:00Z' }] },
      'data.segments.0.end',
    ],
    [
      'an observation in the year 9999',
      { ...sampleOf(CallAnalyzed), observedAt: '9999-01-01T00:00:00Z' },
      'data.observedAt',
    ],
    [
      'a call that began in 1970',
      { ...ended, call: { ...ended.call, startedAt: '1970-01-01T00:00:00Z' } },
      'data.call.startedAt',
    ],
    [
      'a call that ends before it begins',
      { ...ended, end: { ...ended.end, endedAt: '2026-11-21T09:59:59Z' } },
      'data.end.endedAt',
    ],
    ['a call of a hundred years', { ...ended, end: { ...ended.end, durationMs: 3e12 } }, 'data.end.durationMs'],
    ['a price no column holds', { ...booking, price: { minor: 2 ** 31, currency: 'EUR' } }, 'data.price.minor'],
    ['a host no column holds', { ...booking, host: { ...booking.host, id: 2 ** 40 } }, 'data.host.id'],
  ])('%s', (_, data, field) => {
    expect(fieldsOf(data)).toEqual([field]);
  });

  it('names every field at once', () => {
    const far = { ...booking, start: '9999-01-01T10:00:00Z', end: '9999-01-01T09:00:00Z' };
    expect(fieldsOf(far, '1999-12-31T23:59:59Z')).toEqual(['time', 'data.start', 'data.end', 'data.end']);
  });

  it('takes a wish as it is: a refused request for the year 9999 was made all the same', () => {
    expect(fieldsOf({ ...sampleOf(BookingFailed), start: '9999-01-01T10:00:00Z' })).toEqual([]);
  });

  it('lets a call end in the moment it began, and takes no notice of what others make up', () => {
    const { startedAt } = ended.call;
    expect(fieldsOf({ ...ended, end: { ...ended.end, endedAt: startedAt } })).toEqual([]);
    const metadata = { start: '9999-01-01', paidAt: 'never', id: 2 ** 40 };
    expect(fieldsOf({ ...booking, metadata })).toEqual([]);
  });
});

describe('an event that cannot be recorded', () => {
  const event = createEvent(BookingCreated, booking, context);
  const known = { company: (slug: string) => (slug === sampleCompany ? ({} as never) : undefined) };
  const refusalOf = (told: Event<object>) => {
    try {
      refuseImpossible(told, known);
    } catch (error) {
      return error as { name: string; code: string; message: string };
    }
    return undefined;
  };

  it('is refused for good, the field named and its value not', () => {
    const end = '2026-11-26T08:00:00.000Z';
    const refusal = refusalOf({ ...event, data: { ...booking, end } });
    expect(refusal).toMatchObject({ name: 'PermanentError', code: 'impossible_fact' });
    expect(refusal?.message).toContain('data.end');
    expect(refusal?.message).not.toContain(end);
  });

  it('is refused for good when nobody knows its company', () => {
    expect(refusalOf({ ...event, company: 'salon-nirgendwo' })).toMatchObject({
      name: 'PermanentError',
      code: 'unknown_company',
      message: expect.stringContaining('company') as string,
    });
    expect(refusalOf(event)).toBeUndefined();
  });
});
