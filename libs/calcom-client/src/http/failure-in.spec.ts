import { CalcomRateLimited, CalcomRefused, CalcomUnauthorized, CalcomUnclear } from '../calcom-errors';
import { type CalcomAnswer } from './calcom-answer';
import { failureIn } from './failure-in';

const answeredAt = new Date('2026-01-05T10:00:00Z');

const exception = (message: string) =>
  JSON.stringify({ status: 'error', error: { code: 'SomeException', message, details: {} } });
const schemaError = (message: string) => JSON.stringify({ status: 'error', error: { code: 'BAD_REQUEST', message } });
const bare = (statusCode: number, message: string) => JSON.stringify({ statusCode, message });
const html = '<html><body>Attention required</body></html>';

const answer = (status: number, body: string, headers: Record<string, string> = {}): CalcomAnswer => ({
  operation: 'bookings.create',
  status,
  headers,
  body,
  askedAt: new Date('2026-01-05T09:59:59Z'),
  answeredAt,
});

describe('what an answer outside 2xx means', () => {
  it.each([
    [400, 'an HTTP exception', exception('User either already has booking'), 'User either already has booking'],
    [
      400,
      'a schema error',
      schemaError('responses - {email}error_required_field, '),
      'responses - {email}error_required_field, ',
    ],
    [400, 'an engine error', bare(400, 'Invalid event length'), 'Invalid event length'],
    [403, 'an engine error', bare(403, 'booking_limit_reached'), 'booking_limit_reached'],
    [404, 'an HTTP exception', exception('Event type with id 9 not found.'), 'Event type with id 9 not found.'],
    [422, 'an HTTP exception', exception("Can't book this team event type"), "Can't book this team event type"],
    [
      401,
      'about the event type, not the key',
      exception('checkBookingRequiresAuthentication - no'),
      'checkBookingRequiresAuthentication - no',
    ],
  ])('%i as %s is a refusal with the text whole', (status, _shape, body, providerText) => {
    expect(failureIn(answer(status, body))).toBeInstanceOf(CalcomRefused);
    expect(failureIn(answer(status, body))).toMatchObject({ status, providerText, evidence: { body } });
  });

  it.each([400, 403, 404, 422])('%i with a body that is not Cal.com’s is unclear', (status) => {
    for (const body of [html, '', '{}', '[]', '"no"', '{"message":"no"}', '{"error":"no"}'])
      expect(failureIn(answer(status, body))).toMatchObject({ name: 'CalcomUnclear', reason: 'foreign_body' });
  });

  it.each([
    [409, 'conflict'],
    [500, 'server_error'],
    [502, 'server_error'],
    [504, 'server_error'],
    [301, 'unexpected_status'],
    [307, 'unexpected_status'],
    [402, 'unexpected_status'],
    [408, 'unexpected_status'],
    [413, 'unexpected_status'],
  ])('%i is unclear, whatever the body', (status, reason) => {
    for (const body of [html, '', exception('x'), bare(status, 'x')]) {
      expect(failureIn(answer(status, body))).toBeInstanceOf(CalcomUnclear);
      expect(failureIn(answer(status, body))).toMatchObject({ reason, status });
    }
  });

  it('401 is a credential to repair, whatever the body', () => {
    for (const body of [exception('ApiAuthStrategy - api key - Your api key is not valid'), html, ''])
      expect(failureIn(answer(401, body))).toBeInstanceOf(CalcomUnauthorized);
  });

  it('429 says when the key is open again, whatever the body', () => {
    for (const body of [exception('CustomThrottlerGuard - Too many requests.'), html, '']) {
      const failure = failureIn(answer(429, body, { 'x-ratelimit-reset-default': '42' }));
      expect(failure).toBeInstanceOf(CalcomRateLimited);
      expect(failure).toMatchObject({ resetMs: 42_000 });
    }
  });

  it.each([200, 201, 204])('%i is no failure; its shape is looked at elsewhere', (status) => {
    expect(failureIn(answer(status, html))).toBeUndefined();
  });

  it('never looks at the code in the body', () => {
    const misleading = JSON.stringify({ status: 'error', error: { code: 'ConflictException', message: 'x' } });
    expect(failureIn(answer(400, misleading))).toBeInstanceOf(CalcomRefused);
  });

  it('names Cal.com’s request id, unless it is not one', () => {
    expect(failureIn(answer(400, exception('x'), { 'x-request-id': 'req_1' }))?.message).toContain(
      'X-Request-Id req_1',
    );
    expect(failureIn(answer(400, exception('x'), { 'x-request-id': 'Hans Müller\n' }))?.message).not.toContain('Hans');
  });
});
