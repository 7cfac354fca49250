import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppLogs, readRemark } from './app-logs';

const line = (level: string, msg: string) =>
  JSON.stringify({ level, time: '2026-11-24T10:00:00Z', app: 'booking', msg });

it('picks out warnings and errors', () => {
  expect(readRemark('booking', line('warn', 'broker connection lost'))).toEqual({
    app: 'booking',
    level: 'warn',
    message: 'broker connection lost',
  });
  expect(readRemark('booking', line('error', 'x'))).toBeDefined();
});

it('leaves the rest to the log', () => {
  expect(readRemark('booking', line('info', 'started'))).toBeUndefined();
  expect(readRemark('booking', 'The service could not start')).toBeUndefined();
});

it('keeps a remark to one short line', () => {
  expect(readRemark('booking', line('error', 'x'.repeat(500)))?.message).toHaveLength(160);
});

it('keeps every line in the file, and shows what is said again and again once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callbook-logs-'));
  const shown: string[] = [];
  const logs = new AppLogs(folder, ({ app, message }) => shown.push(`${app}: ${message}`));
  const lost = `${line('warn', 'lost')}\n`;
  logs.take('booking', lost + lost.slice(0, 10));
  logs.take('booking', lost.slice(10));
  logs.take('records', lost);
  expect(shown).toEqual(['booking: lost', 'records: lost']);
  expect(readFileSync(join(folder, 'booking.log'), 'utf8')).toBe(lost + lost);
  rmSync(folder, { recursive: true });
});
