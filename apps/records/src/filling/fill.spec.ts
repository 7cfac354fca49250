import type { Catalogue } from '@callbook/catalogue';
import { type Fillable, filledBy } from './fill';

const then = new Date('2026-03-01T10:00:00Z');
const since = new Date('2026-03-01T10:00:05Z');

const empty: Fillable = {
  id: 'a',
  company: 'salon-lindenhof',
  revision: 1,
  serviceId: null,
  serviceCause: 'event_type_unknown',
  serviceCauseSince: since,
  staffId: null,
  staffCause: 'host_unknown',
  staffCauseSince: since,
  priceMinor: null,
  currency: null,
  priceCause: 'event_type_unknown',
  priceCauseSince: since,
  calcomEventTypeId: 2077,
  calcomHostId: 1077,
  calcomHostName: 'Noor',
  calcomHostEmail: null,
  bookedAt: new Date('2026-01-01T10:00:00Z'),
  cellsAsOf: then,
};

/** Knows a service, a person and a price, but only as of one moment. */
const knowing = (moment: Date, lacks: { price?: boolean; address?: boolean } = {}) => {
  const isThen = (at: Date | undefined) => !at || at.getTime() === moment.getTime();
  return {
    serviceOfEventType: (_: string, type: number, at: Date) =>
      type === 2077 && isThen(at) ? { id: 'bart' } : undefined,
    staffOfCalcomUser: (_: string, user: number, at?: Date) =>
      user === 1077 && !lacks.address && isThen(at) ? { id: 'noor' } : undefined,
    staffOfEmail: () => (lacks.address ? [{ id: 'noor' }, { id: 'kim' }] : []),
    priceOf: (service: string, staff: string | null, at: Date) =>
      !lacks.price && isThen(at)
        ? { minor: service === 'bart' && staff === 'noor' ? 1500 : 9_999, currency: 'EUR' }
        : null,
  } as unknown as Catalogue;
};

describe('an appointment with empty cells', () => {
  it('is filled as of the creation of the booking, as the newest fact tells it', () => {
    const filled = { serviceId: 'bart', serviceCause: null, staffId: 'noor', staffCause: null, priceMinor: 1500 };
    expect(filledBy(empty, knowing(then))).toMatchObject({ ...filled, priceCause: null, priceCauseSince: null });
    expect(filledBy(empty, knowing(new Date('2026-06-01T10:00:00Z')))).toBe(empty);
    const old = { ...empty, cellsAsOf: null };
    expect(filledBy(old, knowing(old.bookedAt))).toMatchObject(filled);
  });

  it('is empty since it was, though for another reason now', () => {
    const unpriced = filledBy(empty, knowing(then, { price: true }));
    expect(unpriced).toMatchObject({ serviceId: 'bart', priceCause: 'no_price', priceCauseSince: since });
    const shared = { ...empty, calcomHostEmail: 'desk@salon-lindenhof.example' };
    expect(filledBy(shared, knowing(then, { address: true }))).toMatchObject({
      staffId: null,
      staffCause: 'ambiguous_email',
      staffCauseSince: since,
    });
  });

  it('keeps what is filled, and what the catalogue has no say in', () => {
    const none = { serviceCause: null, serviceCauseSince: null, priceCause: null, priceCauseSince: null } as const;
    const other: Fillable = {
      ...empty,
      ...none,
      serviceId: 'other',
      staffCause: 'no_host',
      priceMinor: 100,
      currency: 'EUR',
    };
    expect(filledBy(other, knowing(then))).toBe(other);
  });
});
