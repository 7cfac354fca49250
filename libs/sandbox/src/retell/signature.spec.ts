import { signRetell } from './signature';

const key = 'key_test_0123456789abcdef';
const timestamp = 1790000000000;

describe('signRetell', () => {
  it('signs a body as the published SDK does', () => {
    expect(signRetell('{"event":"call_started","call":{"call_id":"call_test"}}', key, timestamp)).toBe(
      'v=1790000000000,d=c7e7f9a829b648c352d9e9c619fc5462ab3a47e2b9093eb134029c76b5d0785c',
    );
  });

  it('signs the timestamp alone where there is no body', () => {
    expect(signRetell('', key, timestamp)).toBe(
      'v=1790000000000,d=66c3b0ad6e947795669396c9a1e8ba70517c217009337f9f6114b8fc6d7d8d4a',
    );
  });

  it('changes with body, key and time', () => {
    const signature = signRetell('{}', key, timestamp);
    expect(signRetell('{ }', key, timestamp)).not.toBe(signature);
    expect(signRetell('{}', 'key_other', timestamp)).not.toBe(signature);
    expect(signRetell('{}', key, timestamp + 1)).not.toBe(signature);
  });
});
