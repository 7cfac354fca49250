import { BookingCreated } from '../events/booking-created.event';
import { CalendarNotified } from '../events/calendar-notified.event';
import { CallStarted } from '../events/call-started.event';
import { CustomerMerged } from '../events/customer-merged.event';
import { sampleOf } from '../samples/samples';
import { identitiesOf } from './identities-of';

const time = '2026-11-21T10:30:00.000Z';
const known = (data: object) =>
  identitiesOf({ data, time }, (text) => (text.startsWith('+') ? text : null)).map(
    ({ kind, value, at }) => `${kind} ${value} ${at.toISOString()}`,
  );
const booked = sampleOf(BookingCreated);
const web = { ...booked, call: null, attendeeAsSaid: null, providerCreatedAt: '2026-11-20T08:00:00.000Z' };

describe('whom an event is about', () => {
  it('is told by call and number, as of the begin of the call', () => {
    const data = sampleOf(CallStarted);
    expect(known(data)).toEqual([
      `call ${data.call.retellCallId} ${data.call.startedAt}`,
      `number ${data.call.customerNumber} ${data.call.startedAt}`,
    ]);
  });

  it('is told by uids, and by number and address of the attendee only where nobody rang', () => {
    expect(known(booked).filter((one) => /^(email|uid)/.test(one))).toEqual([expect.stringMatching(/^uid /)]);
    const attendeeAsBooked = { name: 'Anna', email: 'anna@x.example', phone: '+491', timeZone: null };
    expect(known({ ...web, attendeeAsBooked })).toEqual([
      expect.stringMatching(`^uid ${booked.rootUid} `),
      'number +491 2026-11-20T08:00:00.000Z',
      'email anna@x.example 2026-11-20T08:00:00.000Z',
    ]);
  });

  it('is not whoever asked for the change: that may be somebody else', () => {
    const changer = { ...booked.call!, retellCallId: 'call_of_another', customerNumber: '+4999' };
    const changedBy = {
      operation: 'cancel',
      requestId: booked.requestId,
      requestKey: booked.requestKey,
      call: changer,
    };
    expect(known({ ...booked, changedBy })).toEqual(known(booked));
  });

  it('is told by both uids of a hint, and by both customers of an act', () => {
    expect(known({ ...sampleOf(CalendarNotified), uid: 'u2', previousUid: 'u1' })).toEqual([
      `uid u2 ${time}`,
      `uid u1 ${time}`,
    ]);
    const act = sampleOf(CustomerMerged);
    expect(known(act)).toEqual([`customer ${act.customerId} ${act.actedAt}`, `customer ${act.intoId} ${act.actedAt}`]);
  });
});
