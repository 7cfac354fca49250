import { scrub } from './scrub';

describe('scrubbing text', () => {
  it.each([
    ['an e-mail address', 'attendee jonas.weber+x@kunde.example was refused', 'attendee [e-mail] was refused'],
    ['an e-mail address in JSON', '{"email":"a.b@c.de"}', '{"email":"[e-mail]"}'],
    ['a number in E.164', 'rang from +4915112345678 again', 'rang from [number] again'],
    ['a number with gaps', 'call +49 (0) 151 / 123-456.78 back', 'call [number] back'],
    ['a number as people write it', 'call 0151 12345678 back', 'call [number] back'],
    ['a number without plus', 'from 4915112345678', 'from [number]'],
    ['a bearer token', 'authorization: Bearer abc.def-123', 'authorization: Bearer [secret]'],
    ['an access token', '"access_token":"eyx9-secret"', '"access_token":"[secret]"'],
    ['a password in a query', 'url?password=hunter2&x=1', 'url?password=[secret]&x=1'],
    ['a JSON web token', 'got eyJhbGciOi.eyJzdWIi.c2ln', 'got [token]'],
    ['an API key', 'with cal_live_0123456789 and key_sandbox_retell', 'with [key] and [key]'],
    ['a digest', `d=${'0a'.repeat(32)}`, 'd=[digest]'],
    ['a uid', 'booking qk9vXzT3mRb7LpWd5nYc2A is gone', 'booking [uid] is gone'],
    [
      'credentials in an address',
      'amqp://guest:pa55@broker.example:5672/x',
      'amqp://[credentials]@broker.example:5672/x',
    ],
  ])('takes out %s', (_what, text, expected) => {
    expect(scrub(text)).toBe(expected);
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:5672',
    'at 2026-11-21T04:13:00.123+01:00 and 2026-11-21 04:13:00',
    'message 7d5f6b1e-2f63-5a86-9a0e-3f1f2f6c8a10 ends as retry (taken) after 1500 ms',
    'booking.booking-requested: 00000000-0000-4000-8000-000000000000',
    'call_0123456789abcdef of salon-lindenhof, constraint calls_linked_id, Migration1700000003002',
    'CALCOM_API_KEY is not set, catalogue is at version 12',
  ])('leaves %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('cuts what is too long for a line', () => {
    expect(scrub('words '.repeat(500))).toHaveLength(1_001);
  });
});
