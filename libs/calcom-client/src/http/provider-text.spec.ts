import { providerTextIn } from './provider-text';

describe('Cal.com’s words in an error body', () => {
  it('are the message, whole, in each of the three shapes', () => {
    const message = `Booking location with type address not valid ${'x'.repeat(5000)}`;
    const details = { message, error: 'Bad Request', statusCode: 400 };
    expect(providerTextIn(JSON.stringify({ status: 'error', error: { code: 'A', message, details } }))).toBe(message);
    expect(providerTextIn(JSON.stringify({ status: 'error', error: { code: 'A', message } }))).toBe(message);
    expect(providerTextIn(JSON.stringify({ statusCode: 400, message }))).toBe(message);
  });

  it('include the complaints of a validation error, whose message says nothing', () => {
    const errors = [
      { property: 'take', constraints: { max: 'take must not be greater than 250' }, children: [] },
      { property: 'attendee', children: [{ property: 'email', constraints: { isEmail: 'Invalid email format' } }] },
    ];
    const body = { status: 'error', error: { code: 'A', message: 'Bad Request Exception', details: { errors } } };
    expect(providerTextIn(JSON.stringify(body))).toBe(
      'Bad Request Exception; take must not be greater than 250; Invalid email format',
    );
  });

  it('may be a list or something else than text', () => {
    expect(providerTextIn('{"statusCode":400,"message":["a","b"]}')).toBe('a; b');
    expect(providerTextIn('{"error":{"message":{"reason":"c"}}}')).toBe('{"reason":"c"}');
    expect(providerTextIn('{"statusCode":400,"message":null}')).toBe('null');
  });

  it.each(['', '<html></html>', '[]', 'null', '{}', '{"message":"x"}', '{"status":"success","data":{}}'])(
    'are not to be found in %s',
    (body) => expect(providerTextIn(body)).toBeUndefined(),
  );
});
