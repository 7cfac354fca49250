import { AppointmentCancelled, AppointmentChanged, AppointmentRecorded, sampleOf } from '@callbook/contracts';
import { catalogue } from '../../test/support/catalogue';
import { bookingCreated } from '../../test/support/events';
import { filled } from '../cells/cell';
import type { Appointment } from './appointment';
import { announcementsOf, newsOf } from './appointment-news';
import { appointmentOf } from './appointment-of';

const confirmed = appointmentOf(bookingCreated(), {
  callId: null,
  customer: filled({ customerId: 'customer', mergedCustomerId: null }),
  catalogue,
});
const but = (said: Partial<Appointment>): Appointment => ({ ...confirmed, ...said });
const [pending, cancelled, rejected] = (['pending', 'cancelled', 'rejected'] as const).map((status) => but({ status }));

describe('what subscribers are told of an appointment', () => {
  it.each([
    ['confirmed from the start', null, confirmed, AppointmentRecorded],
    ['requested', null, pending!, AppointmentRecorded],
    ['cancelled before it was known', null, cancelled!, AppointmentCancelled],
    ['confirmed by the salon', pending!, confirmed, AppointmentChanged],
    ['moved', confirmed, but({ startsAt: new Date(0) }), AppointmentChanged],
    ['made longer', confirmed, but({ endsAt: new Date(0) }), AppointmentChanged],
    ['given to somebody else', confirmed, but({ staffId: null }), AppointmentChanged],
    ['given to another stranger', confirmed, but({ calcomHostId: 1 }), AppointmentChanged],
    ['one to which nobody came', confirmed, but({ status: 'no_show', attendeeAbsent: true }), AppointmentChanged],
    ['without the person who was to serve', confirmed, but({ hostAbsent: true }), AppointmentChanged],
    ['over, and nobody came', but({ status: 'completed' }), but({ status: 'no_show' }), AppointmentChanged],
    ['over, and cancelled late', but({ status: 'completed' }), cancelled!, AppointmentCancelled],
    ['over, and moved to a time to come', but({ status: 'completed' }), confirmed, AppointmentChanged],
    ['the same in all that matters', confirmed, but({ startsAt: new Date(confirmed.startsAt), location: 'x' }), null],
    ['cancelled', confirmed, cancelled!, AppointmentCancelled],
    ['turned down', pending!, rejected!, AppointmentCancelled],
    ['still cancelled, and moved', cancelled!, but({ status: 'cancelled', startsAt: new Date(0) }), null],
    ['cancelled and turned down', cancelled!, rejected!, null],
    ['alive after all', cancelled!, confirmed, AppointmentRecorded],
  ])('that is %s', (_, before, after, expected) => {
    expect(newsOf(before, after)).toBe(expected);
  });
});

describe('what is published of an appointment', () => {
  const answering = (requestId: string, isAnswer: boolean) => ({
    state: { ...sampleOf(AppointmentRecorded), requestId },
    isAnswer,
  });
  const [known, asked] = [answering('booking', false), answering('booking', true)];
  const [change, told] = [answering('change', true), answering('change', false)];
  const moved = but({ startsAt: new Date(0) });

  it.each([
    ['nothing when nothing is new and nobody asked', confirmed, confirmed, known, null, []],
    ['what is new', confirmed, moved, known, null, [[AppointmentChanged, 'booking']]],
    ['that it is booked, to whom it is new', confirmed, confirmed, asked, null, [[AppointmentRecorded, 'booking']]],
    [
      'what is new, for the request that asked for it',
      confirmed,
      moved,
      known,
      change,
      [[AppointmentChanged, 'change']],
    ],
    ['a change that changed nothing', confirmed, confirmed, known, change, [[AppointmentChanged, 'change']]],
    ['a cancellation of what is cancelled', cancelled!, cancelled!, known, change, [[AppointmentCancelled, 'change']]],
    ['a change told again, once', confirmed, confirmed, known, told, []],
    ['nothing as booked that has ended', null, cancelled!, asked, change, [[AppointmentCancelled, 'change']]],
    [
      'booking and change, each for its own request',
      null,
      moved,
      asked,
      change,
      [
        [AppointmentRecorded, 'booking'],
        [AppointmentChanged, 'change'],
      ],
    ],
  ] as const)('is %s', (_, before, after, booked, changed, expected) => {
    const published = announcementsOf(before, after, { booked, changed });
    expect(published.map(({ type, state }) => [type, state.requestId])).toEqual(expected);
  });
});
