import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openApiOfRecords } from '../src/openapi';

describe('docs/openapi-records.yaml', () => {
  it('is what the controllers say: else run npm run openapi -w @callbook/records', async () => {
    const checkedIn = readFileSync(resolve(__dirname, '../../../docs/openapi-records.yaml'), 'utf8');
    expect(checkedIn).toBe(await openApiOfRecords());
  });

  it('shows no uid, no address of a recording and no words of the calendar', async () => {
    expect(await openApiOfRecords()).not.toMatch(/uid:|Uid|recordingUrl|failureText/);
  });
});
