import { readConfig } from '@callbook/config';
import { ManagementConfig, opsDatabase } from '../../config';
import { writeAudit } from '../../audit/audit';
import { countsByType, eventsAfter } from '../../history/find-events.repository';
import { publicTypes, resendEvents } from '../../subscribers/resend-events';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { withSender } from '../with-sender';
import { filterOf } from './show-events';
import { subscriberNamed } from './subscribers';

export interface ResendOptions {
  readonly since: string;
  readonly until?: string;
  readonly type?: string;
  readonly queue: string;
  readonly yes?: boolean;
  readonly by: string;
}

/** `callbook subscribers resend NAME` */
export async function resendToSubscriberCommand(
  { env }: CommandLine,
  name: string,
  { since, until, type, queue: ending, yes, by }: ResendOptions,
): Promise<Answer> {
  const config = readConfig(ManagementConfig, env);
  const { company, queues } = await subscriberNamed(config, name);
  const queue = `subscriber.${name}.${ending}`;
  if (!queues.some((one) => one.name === `${config.MESSAGING_PREFIX}${queue}`)) {
    const known = queues.map((one) => one.name).join(', ') || 'none: it has to come and make one first';
    throw new CommandFailure(
      `${name} has no queue ${queue}. It has ${known}.`,
      'Name what follows its name with --queue.',
    );
  }
  const filter = { until: new Date(), ...filterOf({ company, since, ...(until && { until }), ...(type && { type }) }) };
  return withDatabase(opsDatabase(env), async (database) => {
    const counts = await countsByType(database, filter, publicTypes);
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const plan = { name, company, queue, total, counts };
    const lines = counts.map(({ type: one, count }) => `  ${one.padEnd(36)} ${count}`).join('\n');
    if (total === 0) return { json: { ...plan, sent: 0 }, text: 'There are no such events.' };
    if (!yes) {
      const words = `Nothing was sent. Add --yes to send these ${total} events to ${queue}.`;
      return { json: { ...plan, sent: 0 }, text: `${lines}\n${words}` };
    }
    const write = (result: object) =>
      writeAudit(database, { actor: by, act: 'subscriber.resent', subjects: [`subscriber ${name}`], result });
    await write({ begun: true, ...plan, since: filter.since, until: filter.until });
    const sent = await withSender(config, (sender) =>
      resendEvents(sender, queue, (after, limit) =>
        eventsAfter(database, filter, { after, limit, types: publicTypes }),
      ),
    );
    await write({ sent });
    return { json: { ...plan, sent }, text: `Sent ${sent} events to ${queue}; it knows by their ids what it had.` };
  });
}
