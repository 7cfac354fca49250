import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** The small form of `npm run chaos`: a stack of its own, everything dies once, calls keep coming in. */
describe('under calls that keep coming in', () => {
  it('everything dies once, and every promise is kept', async () => {
    const root = resolve(__dirname, '../../..');
    const chaos = resolve(root, 'tools/chaos/dist/main.js');
    const { PATH = '', HOME = '' } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, [chaos, '--seed', '20', '--seconds', '20'], {
      cwd: root,
      env: { PATH, HOME },
      maxBuffer: 64 * 1024 * 1024,
    }).catch((error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(`${error.message}\n${error.stderr ?? ''}`);
    });
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(summary).toMatchObject({ ok: true, seed: 20, violations: [], deadLetters: [] });
    expect(summary.faults).toHaveLength(5);
    expect((summary.answers as { booked: number }).booked).toBeGreaterThan(20);
    const { bookings, webhooks } = summary.calendar as { bookings: number; webhooks: { accepted: number } };
    expect(bookings).toBeGreaterThan(5);
    expect(webhooks.accepted).toBeGreaterThan(20);
  }, 240_000);
});
