import { bodyText } from './body-text';

describe('a body for people', () => {
  it.each([
    ['nothing', '', '(empty)'],
    ['JSON', '{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'],
    ['text', 'Grüße', 'Grüße'],
    ['bytes', Buffer.from([0, 255]), '(no text)\n00 ff'],
    ['what a terminal would obey', '\u001b[2J', '(no text)\n1b 5b 32 4a'],
  ])('of %s', (_, body, text) => {
    expect(bodyText(Buffer.from(body))).toBe(text);
  });

  it('is cut where it is large, and whole when asked for', () => {
    const large = Buffer.from(JSON.stringify({ a: 'x'.repeat(5_000_000) }));
    expect(bodyText(large).length).toBeLessThan(5_000);
    expect(bodyText(large)).toContain('--full shows all');
    expect(bodyText(large, true).length).toBeGreaterThan(5_000_000);
    expect(bodyText(Buffer.alloc(5_000_000)).length).toBeLessThan(2_000);
  });
});
