/** Longer ones differ in what they quote, not in what is wrong. */
const longest = 300;

/** Kept as they are: words of ours with a digit in them. */
const eventType = /^[a-z]+\.[a-z-]+\.v\d+$/;
/** What PostgreSQL quotes and nobody has said: names of our tables. */
const schemaName = /\b(?:constraint|column|relation|table|index|schema|function) "[a-z_][a-z0-9_.]*"/g;

/** In this order: what holds other things comes first. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'], // its digits may look like a number's
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '<address>'],
  [/[^\s@<>"'`(),:;=[\]/\\]+@[^\s@<>"'`(),:;[\]/\\]+/g, '<e-mail>'],
  [/"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'(?![\p{L}\p{N}])/gu, '<value>'],
  [/["“„«`].*$/s, '<value>'], // cut off before it was closed
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b\d{1,2}:\d\d(?::\d\d)?\b/g, '<time>'],
  [/(?<=[a-z])\.\d+(?=\.[a-z])/g, '.<n>'], // the place in a list
  [/\+?\d(?:[ ()/-]{0,2}\d){6,}/g, '<number>'],
];

/** Words with a capital letter that are nobody's name. */
const knownWords: ReadonlySet<string> = new Set(
  `A An The No Not None Nothing Nobody Cannot Could Can This That It Its There Failed Invalid Unknown Unexpected Missing Connection
  Request Response Query Timeout Timed Too Cal Cal.com Retell PostgreSQL RabbitMQ Node JavaScript TypeScript CloudEvents
  Object Array String Number Date Map Set Promise Buffer`.split(/\s+/),
);

/**
 * The error without what differs from message to message, and without anybody's data: ids, numbers, times, addresses, quoted
 * values and capitalised words that are not known stand as `<…>`. What a stranger's error says after its constant beginning
 * is left out whole.
 * @param code as consumers give it; `unexpected…` is an error that is none of ours
 */
export function normalisedError(error: string, code: string): string {
  const names: string[] = [];
  const hidden = error.replace(schemaName, (found) => `\ue000${names.push(found) - 1}\ue001`);
  const constant = code.startsWith('unexpected') ? (/^[^:"'`„“«([{<\n\r]*/.exec(hidden)?.[0] ?? '') : hidden;
  const replaced = patterns.reduce((text, [pattern, instead]) => text.replace(pattern, instead), constant);
  const words = replaced.replace(/(?<!<)[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu, (word, at: number) =>
    replaced[at - 1] === '\ue000' ? word : withoutPerson(word),
  );
  const shown = words.replace(/\ue000(\d+)\ue001/g, (_, index: string) => names[Number(index)] ?? '');
  const plain = shown
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/(<\w[\w-]*>)(?:[ ,]+\1)+/g, '$1')
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest).toWellFormed()}…` : plain;
}

function withoutPerson(word: string): string {
  const bare = word.replace(/[.-]+$/, '');
  if (eventType.test(bare) || knownWords.has(bare)) return word;
  if (/^\d+(?:[.,]\d+)*$/.test(bare)) return word.replace(bare, '<n>');
  if (/\d/.test(bare))
    return /^[a-z]+(?:[._-][a-z]+)*\d?$/.test(bare) ? word.replace(/\d/, '<n>') : word.replace(bare, '<id>');
  // ECONNREFUSED, JSON; TypeError, requestKey, data.attendee.email
  if (/^\p{Lu}{2,}[\p{Lu}_]*$/u.test(bare) || /(?:Error|Exception)$/.test(bare)) return word;
  return /^\p{Lu}/u.test(bare) || !/^[\x20-\x7e]*$/.test(bare) ? word.replace(bare, '<name>') : word;
}
