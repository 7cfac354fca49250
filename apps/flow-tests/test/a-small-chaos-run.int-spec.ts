import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** The small forms of `npm run chaos`, each on a stack of its own. */
describe('under calls that keep coming in', () => {
  it('everything dies once, and every promise is kept', async () => {
    const summary = await chaos('--seed', '20', '--seconds', '20');
    expect(summary).toMatchObject({ ok: true, seed: 20, violations: [], deadLetters: [] });
    expect(summary.faults).toHaveLength(5);
    expect((summary.answers as { booked: number }).booked).toBeGreaterThan(20);
    const { bookings, webhooks } = summary.calendar as { bookings: number; webhooks: { accepted: number } };
    expect(bookings).toBeGreaterThan(5);
    expect(webhooks.accepted).toBeGreaterThan(20);
  }, 240_000);

  it('each of 20 intentions ends as one booking, while POSTs go astray and booking is killed again and again', async () => {
    const summary = await chaos('--seed', '10', '--bookings', '20');
    expect(summary).toMatchObject({ ok: true, intentions: 20, bookings: 20, linkedRows: 20, violations: [] });
    expect(summary.kills).toBeGreaterThan(0);
    expect(summary.owedAnswers).toBeGreaterThan(0);
    const { silentAfterInsert, failedBeforeInsert, failedAfterInsert } = summary.orders as Record<string, number>;
    expect([silentAfterInsert, failedBeforeInsert, failedAfterInsert]).not.toContain(0);
  }, 120_000);
});

/** Its summary. @throws Error with its story when a promise was broken */
async function chaos(...args: string[]): Promise<Record<string, unknown>> {
  const root = resolve(__dirname, '../../..');
  const script = resolve(root, 'tools/chaos/dist/main.js');
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
    cwd: root,
    env: { PATH, HOME },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.message}\n${error.stderr ?? ''}`);
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}
