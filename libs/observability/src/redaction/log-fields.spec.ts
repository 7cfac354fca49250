import { safeFields } from './log-fields';

describe('the fields of a log line', () => {
  it('are those known to be safe', () => {
    const line = {
      company: 'salon-lindenhof',
      queue: 'booking.booking-requested',
      eventId: '7d5f6b1e-2f63-5a86-9a0e-3f1f2f6c8a10',
      correlationId: 'call_0123456789abcdef',
      status: 503,
      durationMs: 12.5,
      rowCount: 3,
    };
    expect(safeFields(line)).toEqual(line);
  });

  it('are not those nobody thought of, whose very names may be foreign', () => {
    const line = { attendee: { email: 'a@b.de' }, 'Jonas Weber': 1, notes: 'allergic', status: 'booked' };
    expect(safeFields(line)).toEqual({ status: 'booked', redactedCount: 3 });
  });

  it('have the form that their name promises, or are hidden', () => {
    expect(
      safeFields({
        correlationId: 'qk9vXzT3mRb7LpWd5nYc2A',
        company: 'Jonas Weber',
        code: { text: 'whole body' },
        status: 'a@b.de',
        durationMs: '0151 12345678',
      }),
    ).toEqual({
      correlationId: '[redacted]',
      company: '[redacted]',
      code: '[redacted]',
      status: '[redacted]',
      durationMs: '[redacted]',
    });
  });
});
