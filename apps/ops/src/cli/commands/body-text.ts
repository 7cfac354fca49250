/** More is cut unless the whole is asked for. Characters. */
const longest = 4_000;
const mostBytes = 256;

/** A body for people: JSON in lines, text as it is, anything else as the hexadecimal numbers of its first bytes. */
export function bodyText(body: Buffer, full = false): string {
  if (body.length === 0) return '(empty)';
  const text = body.toString('utf8');
  // What a terminal would take for commands is no text either.
  if (text.includes('\ufffd') || /(?![\n\r\t])\p{Cc}/u.test(text)) return hexText(body, full);
  return cut(json(text) ?? text, full);
}

function json(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

function cut(text: string, full: boolean): string {
  if (full || text.length <= longest) return text;
  return `${text.slice(0, longest)}…\n(${text.length} characters; --full shows all)`;
}

function hexText(body: Buffer, full: boolean): string {
  const shown = full ? body : body.subarray(0, mostBytes);
  const lines = (shown.toString('hex').match(/.{1,64}/g) ?? []).map((line) => line.replace(/../g, '$& ').trim());
  const rest = shown.length < body.length ? [`… (${body.length} bytes; --full shows all)`] : [];
  return ['(no text)', ...lines, ...rest].join('\n');
}
