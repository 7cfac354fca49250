import type { DataSource } from 'typeorm';
import { type ManagementConfig, opsDatabase } from '../../config';
import { keptDays, type NewSubscriber, waitingIn } from '../../subscribers/subscribers';
import { audited } from '../audited';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { mustBeName, subscriberNamed, subscriberSubject, withSubscribers } from '../with-subscribers';

export interface RenewOptions {
  readonly by: string;
}

export interface AddOptions extends RenewOptions {
  readonly company: string;
}

/** `callbook subscribers add NAME` */
export function addSubscriberCommand({ env }: CommandLine, name: string, { company, by }: AddOptions): Promise<Answer> {
  mustBeName(name);
  return withSubscribers(env, async (subscribers, config) => {
    const existing = await subscribers.find(name);
    if (existing)
      throw new CommandFailure(
        `There is a subscriber ${name} already, of ${existing.company}.`,
        'Choose another name, or give it a new password: callbook subscribers renew NAME',
      );
    const made = await withDatabase(opsDatabase(env), async (database) => {
      await mustBeCompany(database, company);
      return audited(
        database,
        { actor: by, act: 'subscriber.added', subjects: [subscriberSubject(name)], result: { company } },
        () => subscribers.add(name, company),
        ({ removed }) => ({
          company,
          ...(removed.length > 0 && { removedQueues: removed.length, removedEvents: waitingIn(removed) }),
        }),
      );
    });
    return shown(name, company, made, config);
  });
}

/** `callbook subscribers renew NAME` */
export function renewSubscriberCommand({ env }: CommandLine, name: string, { by }: RenewOptions): Promise<Answer> {
  mustBeName(name);
  return withSubscribers(env, async (subscribers, config) => {
    const { company } = await subscriberNamed(subscribers, name);
    const act = { actor: by, act: 'subscriber.renewed', subjects: [subscriberSubject(name)], result: { company } };
    const made = await withDatabase(opsDatabase(env), (database) =>
      audited(database, act, () => subscribers.add(name, company)),
    );
    return shown(name, company, made, config);
  });
}

async function mustBeCompany(database: DataSource, company: string): Promise<void> {
  const found = await database.query<object[]>('SELECT FROM catalogue.companies WHERE slug = $1 AND valid_to IS NULL', [
    company,
  ]);
  if (found.length === 0)
    throw new CommandFailure(
      `The catalogue has no company ${company}.`,
      'Look at the keys below companies: callbook catalogue export',
    );
}

function shown(
  name: string,
  company: string,
  { user, password, exchange, ownNames, removed }: NewSubscriber,
  { RABBITMQ_URL }: ManagementConfig,
): Answer {
  const url = Object.assign(new URL(RABBITMQ_URL), { username: user, password }).toString();
  const queue = `${ownNames}events`;
  const bindingKey = `booking.*.v1.${company}`;
  const text = [
    url,
    '',
    `This is where ${name} connects, with a password that is not stored and cannot be shown again.`,
    'The host is the one Callbook uses itself: put the one in its place that can be reached from outside.',
    `Queue      ${queue}  (durable, quorum; any name that begins with ${ownNames})`,
    `Bind it to ${exchange}  with ${bindingKey}, or any key that ends with ${company}; # is refused`,
    `Unread events are kept ${keptDays.message} days, a queue nobody uses ${keptDays.queue}.`,
    'How to take them: docs/subscribing.md; programs to copy: examples/',
    ...(removed.length > 0
      ? [`An earlier ${name} had left ${removed.length} queues with ${waitingIn(removed)} events; they were removed.`]
      : []),
  ].join('\n');
  return { json: { name, company, user, password, url, exchange, queue, bindingKey, removed }, text };
}
