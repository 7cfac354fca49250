import type { CalendarNotified } from '@callbook/contracts';
import type { BookingTrigger } from './booking-triggers';
import { calendarNotified } from './calendar-notified.mapper';
import type { BookingNotice } from './calcom-webhook';

const notice: BookingNotice = {
  trigger: 'BOOKING_CANCELLED',
  uid: 'uid-1',
  previousUid: null,
  sentAt: '2026-11-21T10:00:00.000Z',
  hasSeats: false,
};
const context = { company: 'salon-lindenhof', now: new Date('2026-11-21T10:00:01.000Z') };
const ids = ['0b0f8a3e-5d5c-4a51-8a15-0d4a3a5f0001', '0b0f8a3e-5d5c-4a51-8a15-0d4a3a5f0002'] as const;
const hint = (change: Partial<BookingNotice> = {}, id: string = ids[0], company = context.company) =>
  calendarNotified({ ...notice, ...change }, { ...context, company, id });

describe('the hint for booking', () => {
  it('says where to look, and what should be seen there', () => {
    expect(hint({ previousUid: 'uid-0' })).toMatchObject({
      id: ids[0],
      type: 'calendar.notified.v1',
      subject: 'uid-1',
      company: 'salon-lindenhof',
      data: {
        uid: 'uid-1',
        previousUid: 'uid-0',
        trigger: 'BOOKING_CANCELLED',
        expectedStatus: 'cancelled',
        source: 'webhook',
        sentAt: notice.sentAt,
      },
    });
  });

  it.each<[BookingTrigger, CalendarNotified['expectedStatus']]>([
    ['BOOKING_CREATED', 'accepted'],
    ['BOOKING_REQUESTED', 'pending'],
    ['BOOKING_RESCHEDULED', 'accepted'],
    ['BOOKING_CANCELLED', 'cancelled'],
    ['BOOKING_REJECTED', 'rejected'],
    ['BOOKING_PAYMENT_INITIATED', null],
    ['BOOKING_PAID', null],
    ['BOOKING_NO_SHOW_UPDATED', null],
  ])('of a %s expects %p', (trigger, expectedStatus) => {
    expect(hint({ trigger }).data.expectedStatus).toBe(expectedStatus);
  });

  it('expects nothing when one of several places was given back', () => {
    expect(hint({ hasSeats: true }).data.expectedStatus).toBeNull();
  });

  it('belongs to all that is heard of the booking, without telling its uid', () => {
    const [one, other] = [hint(), hint({ trigger: 'BOOKING_CREATED' }, ids[1])];
    expect(one.correlationid).toBe(other.correlationid);
    expect(one.correlationid).not.toContain('uid-1');
    expect(hint({ uid: 'uid-2' }).correlationid).not.toBe(one.correlationid);
    expect(hint({}, ids[0], 'praxis-am-markt').correlationid).not.toBe(one.correlationid);
  });
});
