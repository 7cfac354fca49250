import { opsDatabase } from '../../config';
import { waitingIn } from '../../subscribers/subscribers';
import { audited } from '../audited';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { mustBeName, subscriberSubject, withSubscribers } from '../with-subscribers';

export interface RemoveOptions {
  readonly by: string;
  readonly yes?: boolean;
}

/** `callbook subscribers remove NAME`; of one that was removed by half, what is left. */
export function removeSubscriberCommand(
  { env }: CommandLine,
  name: string,
  { by, yes = false }: RemoveOptions,
): Promise<Answer> {
  mustBeName(name);
  return withSubscribers(env, async (subscribers) => {
    const company = (await subscribers.find(name))?.company ?? null;
    const queues = await subscribers.queuesOf(name);
    const waiting = waitingIn(queues);
    if (waiting > 0 && !yes)
      throw new CommandFailure(
        `${waiting} events wait for ${name}; nothing was changed.`,
        'Let it take them first, or add --yes: they are lost to it then.',
      );
    const plan = { company, queues: queues.length, waiting };
    const act = { actor: by, act: 'subscriber.removed', subjects: [subscriberSubject(name)], result: plan };
    const removed = await withDatabase(opsDatabase(env), (database) =>
      audited(database, act, () => subscribers.remove(name)),
    );
    const these = `${removed.length} queues with ${waitingIn(removed)} events`;
    if (company !== null)
      return {
        json: { name, result: 'removed', queues: removed },
        text: `Removed ${name}: its user, its connections and ${these}.`,
      };
    const [result, done] =
      removed.length > 0
        ? ['rest_removed', `Removed what was left of it: ${these}.`]
        : ['unknown', 'Nothing is left of it.'];
    return { json: { name, result, queues: removed }, text: `There is no subscriber ${name}. ${done}` };
  });
}
