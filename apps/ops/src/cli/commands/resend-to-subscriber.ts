import { opsDatabase } from '../../config';
import { countsByType, eventsAfter } from '../../history/find-events.repository';
import { publicTypes, type Resent, resendEvents } from '../../subscribers/resend-events';
import { userOf } from '../../subscribers/subscriber-rights';
import { audited } from '../audited';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { withSender } from '../with-sender';
import { mustBeName, subscriberNamed, subscriberSubject, withSubscribers } from '../with-subscribers';
import { filterOf } from './show-events';

export interface ResendOptions {
  readonly since: string;
  readonly until?: string;
  readonly type?: string;
  readonly queue: string;
  readonly yes?: boolean;
  readonly by: string;
}

/** Of the events that were left out, so many are named in the audit and to people; with `--json` all. */
const mostNamed = 100;

/** `callbook subscribers resend NAME` */
export function resendToSubscriberCommand(
  { env }: CommandLine,
  name: string,
  { since, until, type, queue: ending, yes, by }: ResendOptions,
): Promise<Answer> {
  mustBeName(name);
  return withSubscribers(env, async (subscribers, config) => {
    const { company, queues } = await subscriberNamed(subscribers, name);
    const queue = `${userOf('', name)}.${ending}`;
    if (!queues.some((one) => one.name === `${config.MESSAGING_PREFIX}${queue}`)) {
      const known = queues.map((one) => one.name).join(', ') || 'none: it has to come and make one first';
      throw new CommandFailure(
        `${name} has no queue ${queue}. It has ${known}.`,
        'Name what follows its name with --queue.',
      );
    }
    const filter = {
      until: new Date(),
      ...filterOf({ company, since, ...(until && { until }), ...(type && { type }) }),
    };
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
      const resent = await audited(
        database,
        {
          actor: by,
          act: 'subscriber.resent',
          subjects: [subscriberSubject(name)],
          result: { ...plan, since: filter.since, until: filter.until },
        },
        () =>
          withSender(config, (sender) =>
            resendEvents(sender, queue, (after, limit) =>
              eventsAfter(database, filter, { after, limit, types: publicTypes }),
            ),
          ),
        inAudit,
      );
      return { json: { ...plan, ...resent }, ...told(resent, queue) };
    });
  });
}

function inAudit({ sent, skipped }: Resent): object {
  return { sent, ...(skipped.length > 0 && { skipped: skipped.length, skippedIds: skipped.slice(0, mostNamed) }) };
}

function told({ sent, skipped }: Resent, queue: string): Pick<Answer, 'text' | 'exitCode'> {
  const done = `Sent ${sent} events to ${queue}; it knows by their ids what it had.`;
  if (skipped.length === 0) return { text: done };
  const unnamed = skipped.length - mostNamed;
  const lines = [
    done,
    `${skipped.length} events were left out, because they break their contract. Look at one: callbook events show ID`,
    ...skipped.slice(0, mostNamed).map((id) => `  ${id}`),
    ...(unnamed > 0 ? [`  and ${unnamed} more; --json names them all`] : []),
  ];
  return { text: lines.join('\n'), exitCode: 1 };
}
