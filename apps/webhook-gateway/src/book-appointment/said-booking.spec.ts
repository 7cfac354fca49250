import type { Service } from '@callbook/catalogue';
import { readBooking, type SaidBooking } from './said-booking';

const haircut = { key: 'herrenhaarschnitt' } as Service;
const context = {
  company: { timeZone: 'Europe/Berlin', country: 'DE' },
  findService: (asSaid: string) => (asSaid === 'Herrenhaarschnitt' ? haircut : undefined),
  now: new Date('2026-11-21T10:00:00Z'),
};
const least = { service: 'Herrenhaarschnitt', start: '2026-11-26T10:00:00', attendee_name: 'Jonas Weber' };
const problemOf = (args: Record<string, unknown>): string | undefined => {
  const read = readBooking(args, context);
  return 'problem' in read ? read.problem : undefined;
};
const booking = (args: Record<string, unknown>): SaidBooking => {
  const read = readBooking({ ...least, ...args }, context);
  if ('problem' in read) throw new Error(read.problem);
  return read.booking;
};

describe('the arguments of book_appointment', () => {
  it('need a service, a start and a name only', () => {
    expect(booking({})).toEqual({
      service: haircut,
      start: new Date('2026-11-26T09:00:00Z'),
      attendee: { name: 'Jonas Weber', email: null, phone: null },
      preferredStaff: null,
      notes: null,
      timeZone: 'Europe/Berlin',
    });
  });

  it('are read without their filler, and whatever else a model invents', () => {
    const args = {
      attendee_name: ' Jonas Weber ',
      attendee_email: 'jonas.weber@kunde.example',
      attendee_phone: '0151 12345678',
      preferred_staff: 'Mehmet',
      notes: 'None',
      timezone: 'America/New_York',
      execution_message: 'Einen Moment bitte.',
      call_id: 'call_001',
    };
    expect(booking(args)).toMatchObject({
      attendee: { name: 'Jonas Weber', email: 'jonas.weber@kunde.example', phone: '+4915112345678' },
      preferredStaff: 'Mehmet',
      notes: null,
      timeZone: 'America/New_York',
    });
  });

  it.each(['12', 'keine', '{{user_number}}', '+999 1234567'])(
    'treat the phone number %j as not given',
    (attendee_phone) => {
      expect(booking({ attendee_phone }).attendee.phone).toBeNull();
    },
  );

  it.each(['Berlin', 'MEZ+1', '', 7])('ignore %j, which is no time zone', (timezone) => {
    expect(booking({ timezone }).timeZone).toBe('Europe/Berlin');
  });

  it.each([
    ['service_missing', { service: 'None' }],
    ['service_missing', { service: undefined }],
    ['service_unknown', { service: 'Zahnreinigung' }],
    ['start_past', { start: '2023-10-04T10:00:00' }],
    ['name_missing', { attendee_name: '{{caller_name}}' }],
    ['email_invalid', { attendee_email: 'jonas punkt weber at kunde' }],
  ])('are asked back as %s', (problem, change) => {
    expect(problemOf({ ...least, ...change })).toBe(problem);
  });
});
