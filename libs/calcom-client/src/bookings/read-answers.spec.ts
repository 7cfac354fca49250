import { type CalcomAnswer } from '../http/calcom-answer';
import { bookingIn, bookingOrNothingIn, pageIn } from './read-answers';

const booking = { uid: 'u1', status: 'accepted', start: '2026-01-06T10:00:00.000Z', end: '2026-01-06T11:00:00.000Z' };
const old = { uid: 'u1', status: 'ACCEPTED', startTime: booking.start, endTime: booking.end };

const answer = (status: number, body: unknown): CalcomAnswer => ({
  operation: 'bookings.get',
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  askedAt: new Date(0),
  answeredAt: new Date(1),
});
const success = (data: unknown, more: object = {}) => answer(200, { status: 'success', data, ...more });
const notFound = (message: string) => answer(404, { status: 'error', error: { code: 'NotFoundException', message } });
const unclear = (reason: string) => expect.objectContaining({ name: 'CalcomUnclear', reason });

describe('an answer that should be a booking', () => {
  it('is read from any success', () => {
    expect(bookingIn(success(booking)).uid).toBe('u1');
    expect(bookingIn(answer(201, { data: booking })).uid).toBe('u1');
  });

  it.each<[string, CalcomAnswer]>([
    ['of an older version', success(old)],
    ['with a list', success([booking])],
    ['without data', success(undefined)],
    ['of HTML', answer(200, '<html></html>')],
    ['of nothing', answer(204, '')],
    ['cut short', answer(201, JSON.stringify({ status: 'success', data: booking }).slice(0, -5))],
  ])('is unclear %s', (_name, wrong) => {
    expect(() => bookingIn(wrong)).toThrow(unclear('unexpected_shape'));
    expect(() => bookingOrNothingIn(wrong)).toThrow(unclear('unexpected_shape'));
  });
});

describe('a booking that is not there', () => {
  it('is nothing when Cal.com itself says so', () => {
    expect(bookingOrNothingIn(notFound('Booking with uid=u1 was not found in the database'))).toBeUndefined();
  });

  it('is not proved by a path that does not exist, nor by somebody in front of Cal.com', () => {
    expect(() => bookingOrNothingIn(notFound('Cannot GET /v2/bookings/u1'))).toThrow(
      expect.objectContaining({ name: 'CalcomRefused' }),
    );
    expect(() => bookingOrNothingIn(answer(404, '<html>404</html>'))).toThrow(unclear('foreign_body'));
  });

  it('is a refusal to whoever wanted to book', () => {
    expect(() => bookingIn(notFound('Event type with id 1 not found.'))).toThrow(
      expect.objectContaining({ name: 'CalcomRefused', status: 404 }),
    );
  });
});

describe('a page of bookings', () => {
  it('says whether the list goes on', () => {
    expect(pageIn(success([booking], { pagination: { hasNextPage: true } }))).toMatchObject({ hasNextPage: true });
    expect(pageIn(success([booking], { pagination: { hasNextPage: false } }))).toMatchObject({ hasNextPage: false });
  });

  it('without that word goes on until a page is empty', () => {
    expect(pageIn(success([booking]))).toMatchObject({ hasNextPage: true });
    expect(pageIn(success([]))).toMatchObject({ hasNextPage: false, bookings: [] });
  });

  it.each<[string, CalcomAnswer]>([
    ['of an older version', success({ bookings: [old], recurringInfo: [] })],
    ['with one unreadable booking', success([booking, old])],
    ['with one booking in place of a list', success(booking)],
  ])('is unclear %s', (_name, wrong) => expect(() => pageIn(wrong)).toThrow(unclear('unexpected_shape')));
});
