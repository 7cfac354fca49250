/** A line longer than this is cut: nobody reads it, and bodies end up in long ones. */
const longest = 1_000;

/** Patterns of what no log may hold, and what stands there instead. In this order: credentials look like addresses. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(?<=:\/\/)[^\s/@]+@/g, '[credentials]@'],
  [/\bBearer\s+[^\s"']+/gi, 'Bearer [secret]'],
  [
    /\b((?:access|refresh|id)_?token|api[_-]?key|secret|password|signature|token)(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    '$1$2[secret]',
  ],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '[token]'],
  [/\b(?:cal|key|sk|whsec)_[\w-]{6,}/g, '[key]'],
  [/\b[0-9a-f]{32,}\b/gi, '[digest]'],
  [/[^\s@<>"'`(),:;=[\]/\\]+@[^\s@<>"'`(),:;[\]/\\]+\.[a-z]{2,}/gi, '[e-mail]'],
  // Cal.com's uids: 22 characters of base 58. A word in camel case has no digit.
  [/\b(?=[a-z1-9]*\d)(?=[a-z1-9]*[A-Z])(?=[A-Z1-9]*[a-z])[1-9A-HJ-NP-Za-km-z]{22}\b/g, '[uid]'],
  [/\+\d(?:[ ()/.-]{0,3}\d){6,14}(?!\d)/g, '[number]'],
];

/** Nine to fifteen digits in a row or in groups; identifiers and times of day do not fit. */
const digits = /(?<![\w+.:-])\d(?:[ /-]?\d){8,14}(?![\w:-]|\.\d)/g;
const beginsWithDate = /^(?:19|20)\d\d-\d\d-\d\d/;

/**
 * Text without e-mail addresses, telephone numbers, uids, keys, tokens and digests, cut to a thousand characters. The
 * second line of defence: names cannot be told by their looks, so text of others must not be put into a message at all.
 */
export function scrub(text: string): string {
  const scrubbed = patterns.reduce(
    (left, [pattern, instead]) => left.replace(pattern, instead),
    text.slice(0, 8 * longest),
  );
  const withoutNumbers = scrubbed.replace(digits, (found) => (beginsWithDate.test(found) ? found : '[number]'));
  return withoutNumbers.length > longest ? `${withoutNumbers.slice(0, longest)}…` : withoutNumbers;
}
