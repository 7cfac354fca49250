import { setTimeout as pause } from 'node:timers/promises';
import Table from 'cli-table3';
import type { DataSource } from 'typeorm';
import { alertWords } from '../../alerts/alert-words';
import { type AlertWithDeliveries, hasTrouble, listAlerts } from '../../alerts/list-alerts';
import { writeAlerts } from '../../alerts/raise-alerts';
import { opsDatabase } from '../../config';
import { writeAudit } from '../../audit/audit';
import { moment } from '../../owed-answers/what-to-tell';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { wholeNumber } from '../whole-number';
import { withDatabase } from '../with-database';

export interface AlertsFilter {
  readonly limit: string;
}

const mostShown = 1_000;
const testTimeoutMs = 30_000;

/** `callbook alerts ls` */
export async function listAlertsCommand({ env }: CommandLine, options: AlertsFilter): Promise<Answer> {
  const limit = wholeNumber('--limit', options.limit, mostShown);
  const alerts = await withDatabase(opsDatabase(env), (database) => listAlerts(database, { limit }));
  const json = { alerts: alerts.map((alert) => ({ ...alert, text: alertWords(alert.content) })) };
  if (alerts.length === 0) return { json, text: 'There are no alerts.' };
  if (!alerts.some(hasTrouble)) return { json, text: tableOf(alerts) };
  const words =
    'Not all of them reached somebody: look at ALERT_WEBHOOKS of ops and at its log, then: callbook alerts test';
  return { json, text: `${tableOf(alerts)}\n${words}`, exitCode: 1 };
}

/** `callbook alerts test` */
export async function testAlertsCommand({ env }: CommandLine, { by }: { readonly by: string }): Promise<Answer> {
  const alert = await withDatabase(opsDatabase(env), async (database) => {
    const [id = ''] = await database.transaction(async (tx) => {
      const ids = await writeAlerts(tx, [{ kind: 'test', by }]);
      await writeAudit(tx, { actor: by, act: 'alerts.tested', subjects: ['alerts'] });
      return ids;
    });
    return untilTried(database, id);
  });
  if (!alert.addressed)
    throw new CommandFailure('Nothing was sent within 30 seconds.', 'Start ops: it alone sends alerts.', 1, [alert]);
  if (alert.deliveries.length === 0)
    throw new CommandFailure('Ops has no channel to send alerts to.', 'Set ALERT_WEBHOOKS of ops, and start it again.');
  const lost = alert.deliveries.filter(({ deliveredAt }) => deliveredAt === null);
  if (lost.length > 0) {
    const problems = lost.map(({ channel, problem }) => ({ channel, problem: problem ?? 'no answer yet' }));
    const words = problems.map(({ channel, problem }) => `${channel} ${problem}`).join('; ');
    throw new CommandFailure(
      `It did not get through: ${words}.`,
      'Correct ALERT_WEBHOOKS of ops. It goes on trying.',
      1,
      problems,
    );
  }
  const channels = alert.deliveries.map(({ channel }) => channel);
  return { json: { id: alert.id, channels }, text: `It got through to ${channels.join(', ')}.` };
}

async function untilTried(database: DataSource, id: string): Promise<AlertWithDeliveries> {
  for (const deadline = Date.now() + testTimeoutMs; ; await pause(200)) {
    const [alert] = await listAlerts(database, { limit: 1, id });
    if (!alert) throw new Error(`alert ${id} is gone`);
    const isDone = alert.addressed && alert.deliveries.every(({ deliveredAt }) => deliveredAt !== null);
    if (isDone || Date.now() > deadline) return alert;
  }
}

function tableOf(alerts: readonly AlertWithDeliveries[]): string {
  const table = new Table({ head: ['Raised (UTC)', 'Alert', 'Reached'], style: { head: [], border: [] } });
  for (const { raisedAt, content, addressed, deliveries } of alerts) {
    const reached = deliveries.map(({ channel, deliveredAt, problem, tries, givenUp }) =>
      deliveredAt ? channel : `${channel}: ${givenUp ? 'given up, ' : ''}${problem ?? 'not yet'} (${tries} tries)`,
    );
    const nobody = addressed ? 'nobody: no channel was set' : 'not yet: ops has not looked';
    table.push([moment(raisedAt, 'UTC'), alertWords(content), reached.length > 0 ? reached.join('\n') : nobody]);
  }
  return table.toString();
}
