import {
  boundValues,
  commandTag,
  MessageReader,
  parsedStatement,
  queryText,
  rowValues,
  startupParameters,
} from './postgres-messages';

const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const message = (type: string, body: Buffer) =>
  Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body]);
const value = (text: string | null) =>
  text === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);

describe('messages of PostgreSQL', () => {
  const startup = message(
    '',
    Buffer.concat([int32(196_608), Buffer.from('user\0me\0application_name\0callbook-x\0\0')]),
  );
  const query = message('Q', Buffer.from('SELECT 1\0'));

  it('are found in a stream, however it is cut', () => {
    const stream = Buffer.concat([startup, query, query]);
    for (let size = 1; size <= stream.length; size += 1) {
      const reader = new MessageReader(true);
      const found: string[] = [];
      for (let at = 0; at < stream.length; at += size)
        found.push(...reader.read(stream.subarray(at, at + size)).map(({ type }) => type));
      expect(found).toEqual(['', 'Q', 'Q']);
    }
  });

  it('say who the client is', () => {
    const [first] = new MessageReader(true).read(startup);
    expect(startupParameters(first?.body ?? Buffer.alloc(0)).get('application_name')).toBe('callbook-x');
  });

  it('hold statements, values, rows and tags', () => {
    const [{ body: text }] = new MessageReader(false).read(query) as unknown as [{ body: Buffer }];
    expect(queryText(text)).toBe('SELECT 1');
    expect(parsedStatement(Buffer.from('name\0SELECT $1\0\0\0'))).toEqual({ name: 'name', text: 'SELECT $1' });
    const bind = Buffer.concat([
      Buffer.from('\0name\0'),
      int16(1),
      int16(0),
      int16(3),
      value('ä'),
      value(null),
      value(''),
    ]);
    expect(boundValues(bind)).toEqual({ name: 'name', values: ['ä', null, ''] });
    expect(rowValues(Buffer.concat([int16(2), value('1'), value(null)]))).toEqual(['1', null]);
    expect(commandTag(Buffer.from('INSERT 0 1\0'))).toBe('INSERT 0 1');
  });
});
