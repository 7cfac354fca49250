import { createEvent, parseEvent } from './envelope/event';
import { ContractViolation } from './envelope/contract-violation';
import { routingKey } from './envelope/routing-key';
import { eventContracts } from './event-contracts';
import { BookingCreated } from './events/booking-created.event';
import { BookingRequested } from './events/booking-requested.event';
import { derivedId } from './ids/derived-id';
import { sampleCompany, sampleOf, samples } from './samples/samples';

const context = {
  id: derivedId('spec'),
  company: sampleCompany,
  time: new Date('2026-11-21T10:00:00Z'),
  correlationId: 'call_sample00000000000000000001',
};

describe('event contracts', () => {
  it.each(samples.map((sample) => [sample.event.type, sample] as const))(
    '%s survives the journey through JSON',
    (_, { event, data }) => {
      const sent = createEvent(event, data, context);
      const received = parseEvent(event, JSON.parse(JSON.stringify(sent)));
      expect(JSON.parse(JSON.stringify(received))).toEqual(JSON.parse(JSON.stringify(sent)));
      expect(received.subject).not.toBe('');
    },
  );

  it('have types of their own', () => {
    const types = eventContracts.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
  });

  it('route by company', () => {
    expect(routingKey(createEvent(BookingCreated, sampleOf(BookingCreated), context))).toBe(
      'booking.created.v1.salon-lindenhof',
    );
  });

  it('name every wrong field of a body', () => {
    const broken = { ...sampleOf(BookingRequested), start: 'tomorrow', requestKey: 'x', service: undefined };
    const error = violationOf(() => createEvent(BookingRequested, broken as unknown as BookingRequested, context));
    expect(error.fields.map(({ field }) => field).sort()).toEqual(['data.requestKey', 'data.service', 'data.start']);
  });

  it('never repeat a wrong value, which may be personal', () => {
    const broken = { ...sampleOf(BookingRequested), start: 'Jonas Weber' };
    expect(violationOf(() => createEvent(BookingRequested, broken, context)).message).not.toContain('Jonas');
  });

  it('refuse an envelope of another contract', () => {
    const other = createEvent(BookingCreated, sampleOf(BookingCreated), context);
    expect(violationOf(() => parseEvent(BookingRequested, other)).fields).toEqual([
      { field: 'type', expected: 'must be booking.requested.v1' },
    ]);
  });

  it.each([null, 'text', 7, []])('refuse a body that is %j', (body) => {
    expect(violationOf(() => parseEvent(BookingRequested, body)).fields[0]?.expected).toBe('must be a JSON object');
  });

  it('keep fields a newer publisher added', () => {
    const sent = createEvent(BookingCreated, sampleOf(BookingCreated), context);
    const newer = { ...sent, data: { ...sent.data, loyaltyPoints: 3 } };
    expect(parseEvent(BookingCreated, newer).data).toMatchObject({ loyaltyPoints: 3 });
  });
});

function violationOf(act: () => unknown): ContractViolation {
  try {
    act();
  } catch (error) {
    if (error instanceof ContractViolation) return error;
    throw error;
  }
  throw new Error('expected a ContractViolation');
}
