import { bookingFact } from '../../test/support/events';
import { type Attendee, attendeeOf, withAttendee } from './attendee';
import { newCustomer } from './customer';

const customer = newCustomer('salon-lindenhof', { kind: 'phone', phone: '+4915112345678' }, 'message');
const attendee = (said: Partial<Attendee>): Attendee => ({
  name: 'Jonas Weber',
  phone: null,
  email: null,
  emailIsPlaceholder: false,
  from: new Date('2026-11-21T10:00:00Z'),
  ...said,
});

describe('what a booking says about a person', () => {
  it('is the caller in his own words, with an address made up when he gave none', () => {
    const fact = bookingFact({
      attendeeAsSaid: { name: 'Jonas', email: null, phone: null },
      attendeeAsBooked: { name: 'Jonas W.', email: 'call-1@placeholder.example', phone: null, timeZone: null },
    });
    expect(attendeeOf(fact, new Date(0))).toMatchObject({
      name: 'Jonas',
      email: 'call-1@placeholder.example',
      emailIsPlaceholder: true,
    });
  });
});

describe('a customer', () => {
  it('keeps the name of the earliest booking, whatever order they arrive in', () => {
    const mother = attendee({ name: 'Eva Lang', from: new Date('2026-11-20T10:00:00Z') });
    const child = attendee({ name: 'Max Lang', from: new Date('2026-11-21T10:00:00Z') });
    const [one, other] = [
      withAttendee(withAttendee(customer, mother), child),
      withAttendee(withAttendee(customer, child), mother),
    ];
    expect(one).toEqual(other);
    expect(one.name).toBe('Eva Lang');
  });

  it('keeps a real address before a made-up one, whichever came first', () => {
    const real = attendee({ email: 'jonas@kunde.example', from: new Date('2026-11-22T10:00:00Z') });
    const made = attendee({
      email: '49151@sms.cal.com',
      emailIsPlaceholder: true,
      from: new Date('2026-11-20T10:00:00Z'),
    });
    const [one, other] = [
      withAttendee(withAttendee(customer, made), real),
      withAttendee(withAttendee(customer, real), made),
    ];
    expect(one).toEqual(other);
    expect(one).toMatchObject({ email: 'jonas@kunde.example', emailIsPlaceholder: false });
  });

  it('is the same when nothing is new', () => {
    const known = withAttendee(customer, attendee({ email: 'jonas@kunde.example' }));
    expect(withAttendee(known, attendee({ email: 'jonas@kunde.example' }))).toBe(known);
    expect(withAttendee(known, attendee({ name: null }))).toBe(known);
  });
});
