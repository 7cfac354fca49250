import { parseJson } from './signed-request';

describe('the JSON of a request', () => {
  it('comes without NUL characters and halves of characters, which the database could not store', () => {
    const body = Buffer.from(String.raw`{"name":"J\u0000örgen \ud83d","list":["a\u0000b"],"whole":"😀"}`);
    expect(parseJson('application/json', body)).toEqual({ name: 'Jörgen \ufffd', list: ['ab'], whole: '😀' });
  });
});
