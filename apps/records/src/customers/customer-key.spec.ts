import { bookingFact, callIdentity, withheld } from '../../test/support/events';
import { attendeeOf } from './attendee';
import { attendeeKey, bookingCallerKey, callerKey } from './customer-key';

const attendee = (email: string | null, phone: string | null) =>
  attendeeOf(
    bookingFact({ attendeeAsSaid: null, attendeeAsBooked: { name: 'Jonas', email, phone, timeZone: null } }),
    new Date(),
  );

describe('who is calling', () => {
  it('is told by the number', () => {
    const call = callIdentity({ customerNumber: '+4915112345678' });
    expect(callerKey(call).value).toEqual({ kind: 'phone', phone: '+4915112345678' });
  });

  it.each([
    [callIdentity(withheld), 'number_withheld'],
    [callIdentity({ callType: 'web_call', direction: null, customerNumber: null }), 'no_number'],
  ])('is unknown without one, and a booking makes a customer for the call alone', (call, cause) => {
    expect(callerKey(call)).toEqual({ value: null, cause });
    expect(bookingCallerKey(call)).toEqual({ kind: 'call', retellCallId: call.retellCallId });
  });
});

describe('who booked without a call', () => {
  it('is told by the number, then by the e-mail address', () => {
    expect(attendeeKey(attendee('j@kunde.example', '0151 12345678'), 'DE').value).toEqual({
      kind: 'phone',
      phone: '+4915112345678',
    });
    expect(attendeeKey(attendee('j@kunde.example', null), 'DE').value).toEqual({
      kind: 'email',
      email: 'j@kunde.example',
    });
  });

  it.each([null, '4915112345678@sms.cal.com'])('is unknown when the address is %j', (email) => {
    expect(attendeeKey(attendee(email, null), 'DE')).toEqual({ value: null, cause: 'no_contact' });
  });
});
