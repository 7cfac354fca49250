/** One message of PostgreSQL's protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
export interface PostgresMessage {
  /** Empty for the first message of a client, which has no type. */
  readonly type: string;
  readonly body: Buffer;
}

/** Cuts a stream into messages, however it arrives. */
export class MessageReader {
  private rest: Buffer = Buffer.alloc(0);

  /** @param typeless whether the first message has no type: a client's has none */
  constructor(private typeless: boolean) {}

  read(chunk: Buffer): PostgresMessage[] {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const messages: PostgresMessage[] = [];
    for (;;) {
      const head = this.typeless ? 0 : 1;
      if (this.rest.length < head + 4) return messages;
      const end = head + this.rest.readInt32BE(head);
      if (this.rest.length < end) return messages;
      const type = this.rest.toString('latin1', 0, head);
      messages.push({ type, body: this.rest.subarray(head + 4, end) });
      this.rest = this.rest.subarray(end);
      this.typeless = false;
    }
  }
}

/** What a client says of itself when it begins. */
export function startupParameters(body: Buffer): Map<string, string> {
  const words = body.toString('utf8', 4).split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) parameters.set(words[index] ?? '', words[index + 1] ?? '');
  return parameters;
}

/** `Query`. */
export const queryText = (body: Buffer): string => textAt(body, 0).text;

/** `Parse`: a statement, under a name that may be empty. */
export function parsedStatement(body: Buffer): { readonly name: string; readonly text: string } {
  const name = textAt(body, 0);
  return { name: name.text, text: textAt(body, name.end).text };
}

/** `Bind`: the values for a statement, as they were sent. */
export function boundValues(body: Buffer): { readonly name: string; readonly values: (string | null)[] } {
  const portal = textAt(body, 0);
  const name = textAt(body, portal.end);
  const formats = body.readInt16BE(name.end);
  return { name: name.text, values: valuesAt(body, name.end + 2 + 2 * formats) };
}

/** `DataRow`. */
export const rowValues = (body: Buffer): (string | null)[] => valuesAt(body, 0);

/** `CommandComplete`: `INSERT 0 1`, say. */
export const commandTag = (body: Buffer): string => textAt(body, 0).text;

function valuesAt(body: Buffer, start: number): (string | null)[] {
  const count = body.readInt16BE(start);
  const values: (string | null)[] = [];
  let at = start + 2;
  for (let index = 0; index < count; index += 1) {
    const length = body.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
}

function textAt(body: Buffer, start: number): { readonly text: string; readonly end: number } {
  const zero = body.indexOf(0, start);
  return { text: body.toString('utf8', start, zero), end: zero + 1 };
}
