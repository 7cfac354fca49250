import { AppointmentCancelled, AppointmentChanged, AppointmentRecorded } from '@callbook/contracts';
import { catalogue } from '../../test/support/catalogue';
import { bookingCreated } from '../../test/support/events';
import { filled } from '../cells/cell';
import type { Appointment } from './appointment';
import { newsOf } from './appointment-news';
import { appointmentOf } from './appointment-of';

const confirmed = appointmentOf(bookingCreated(), { callId: null, customer: filled('customer'), catalogue });
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
