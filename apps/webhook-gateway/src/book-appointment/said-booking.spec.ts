import { catalogueFromFile } from '@callbook/catalogue';
import { catalogueFile } from '../../test/support/catalogue';
import { readBooking, type SaidBooking } from './said-booking';

const catalogue = catalogueFromFile(catalogueFile);
const haircut = catalogue.findService('salon-lindenhof', 'Herrenhaarschnitt');
const context = {
  company: { slug: 'salon-lindenhof', timeZone: 'Europe/Berlin', country: 'DE', referencePrefix: 'LIND' },
  catalogue,
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
  it('need a service and a start only', () => {
    expect(booking({ attendee_name: 'None' }).attendee.name).toBeNull();
    expect(booking({})).toEqual({
      service: haircut,
      start: new Date('2026-11-26T09:00:00Z'),
      attendee: { name: 'Jonas Weber', email: null, phone: null },
      preferredStaff: null,
      notes: null,
      insteadOf: { kind: 'not_said' },
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

  it('name whom the caller wishes for as it was said, and nobody when it does not matter', () => {
    expect(booking({ preferred_staff: 'Herr Kaya' }).preferredStaff).toBe('Herr Kaya');
    expect(booking({ preferred_staff: 'egal' }).preferredStaff).toBeNull();
  });

  it('tell who there is when nobody of that name performs the service', () => {
    const read = readBooking({ ...least, preferred_staff: 'Günther' }, context);
    expect(read).toMatchObject({ problem: 'staff_unknown', performers: [{ name: 'Mehmet Kaya' }] });
  });

  it('cut what is only handed on', () => {
    expect(booking({ notes: 'ä'.repeat(3_000) }).notes).toHaveLength(2_000);
  });

  it.each(['Berlin', 'MEZ+1', '+01:00', '', 7])('ignore %j, which is no time zone', (timezone) => {
    expect(booking({ timezone }).timeZone).toBe('Europe/Berlin');
  });

  it.each([
    ['service_missing', { service: 'None' }],
    ['service_missing', { service: undefined }],
    ['service_unknown', { service: 'Zahnreinigung' }],
    ['start_past', { start: '2023-10-04T10:00:00' }],
    ['name_unreadable', { attendee_name: '0151 12345678' }],
    ['name_unreadable', { attendee_name: 'x'.repeat(201) }],
    ['staff_unknown', { preferred_staff: 'Günther' }],
    ['instead_of_unclear', { instead_of: 'den um zehn' }],
    ['instead_of_unclear', { instead_of: '2026-11-26' }],
    ['email_invalid', { attendee_email: 'jonas punkt weber at kunde' }],
  ])('are asked back as %s', (problem, change) => {
    expect(problemOf({ ...least, ...change })).toBe(problem);
  });
});
