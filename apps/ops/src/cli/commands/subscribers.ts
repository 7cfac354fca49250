import Table from 'cli-table3';
import type { DataSource } from 'typeorm';
import { readConfig } from '@callbook/config';
import { ManagementConfig, opsDatabase } from '../../config';
import { writeAudit } from '../../audit/audit';
import { BrokerManagement, ManagementError } from '../../subscribers/broker-management';
import { subscriberName } from '../../subscribers/subscriber-rights';
import { keptDays, type NewSubscriber, type Subscriber, Subscribers } from '../../subscribers/subscribers';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';

export interface SubscriberOptions {
  readonly by: string;
}

export interface AddOptions extends SubscriberOptions {
  readonly company: string;
}

export interface RemoveOptions extends SubscriberOptions {
  readonly yes?: boolean;
}

/** `callbook subscribers add NAME` */
export function addSubscriberCommand({ env }: CommandLine, name: string, options: AddOptions): Promise<Answer> {
  nameOf(name);
  const { company } = options;
  return withSubscribers(env, async (subscribers, config, audited) => {
    const existing = await subscribers.find(name);
    if (existing)
      throw new CommandFailure(
        `There is a subscriber ${name} already, of ${existing.company}.`,
        'Choose another name, or give it a new password: callbook subscribers renew NAME',
      );
    const made = await audited('subscriber.added', name, options, { company }, async (database) => {
      await companyOf(database, company);
      return subscribers.add(name, company);
    });
    return shown(name, company, made, config);
  });
}

/** `callbook subscribers renew NAME` */
export function renewSubscriberCommand(
  { env }: CommandLine,
  name: string,
  options: SubscriberOptions,
): Promise<Answer> {
  nameOf(name);
  return withSubscribers(env, async (subscribers, config, audited) => {
    const existing = await subscribers.find(name);
    if (!existing) throw unknown(name);
    const { company } = existing;
    const made = await audited('subscriber.renewed', name, options, { company }, () => subscribers.add(name, company));
    return shown(name, company, made, config);
  });
}

/** `callbook subscribers ls` */
export async function listSubscribersCommand(
  { env }: CommandLine,
  { company }: { readonly company?: string },
): Promise<Answer> {
  const all = await telling(subscribersOf(readConfig(ManagementConfig, env)).list());
  const listed = all.filter((one) => company === undefined || one.company === company);
  const away = listed.filter(isAway).map(({ name }) => name);
  const text = listed.length > 0 ? tableOf(listed) : 'There are no subscribers.';
  if (away.length === 0) return { json: { subscribers: listed, away }, text };
  const words = `Events wait, and nobody takes them: ${away.join(', ')}. They are kept ${keptDays.message} days.`;
  return { json: { subscribers: listed, away }, text: `${text}\n${words}`, exitCode: 1 };
}

/** `callbook subscribers remove NAME` */
export function removeSubscriberCommand({ env }: CommandLine, name: string, options: RemoveOptions): Promise<Answer> {
  nameOf(name);
  return withSubscribers(env, async (subscribers, _config, audited) => {
    const existing = await subscribers.find(name);
    const waiting = existing?.queues.reduce((sum, { messages }) => sum + messages, 0) ?? 0;
    if (waiting > 0 && !options.yes)
      throw new CommandFailure(
        `${waiting} events wait for ${name}; nothing was changed.`,
        'Let it take them first, or add --yes: they are lost to it then.',
      );
    if (!existing) {
      await subscribers.remove(name); // of one that was half removed before
      return {
        json: { name, result: 'unknown', queues: [] },
        text: `There is no subscriber ${name}; nothing is left of it.`,
      };
    }
    const result = { company: existing.company, waiting };
    const queues = await audited('subscriber.removed', name, options, result, () => subscribers.remove(name));
    const text = `Removed ${name}: its user, its connections and ${queues.length} queues with ${waiting} events.`;
    return { json: { name, result: 'removed', queues }, text };
  });
}

/** @throws CommandFailure when there is none of that name */
export async function subscriberNamed(config: ManagementConfig, name: string): Promise<Subscriber> {
  nameOf(name);
  const found = await telling(subscribersOf(config).find(name));
  if (!found) throw unknown(name);
  return found;
}

type Audited = <T>(
  act: string,
  name: string,
  options: SubscriberOptions,
  result: object,
  work: (database: DataSource) => Promise<T>,
) => Promise<T>;

/** What is done at the broker is written down first, in a transaction that ends with it: nothing is done unseen. */
function withSubscribers<T>(
  env: CommandLine['env'],
  work: (subscribers: Subscribers, config: ManagementConfig, audited: Audited) => Promise<T>,
): Promise<T> {
  const config = readConfig(ManagementConfig, env);
  const database = opsDatabase(env);
  const audited: Audited = (act, name, { by }, result, doIt) =>
    withDatabase(database, (dataSource) =>
      dataSource.transaction(async (transaction) => {
        await writeAudit(transaction, { actor: by, act, subjects: [`subscriber ${name}`], result });
        return doIt(dataSource);
      }),
    );
  return telling(work(subscribersOf(config), config, audited));
}

function subscribersOf({ RABBITMQ_URL, RABBITMQ_MANAGEMENT_URL, MESSAGING_PREFIX }: ManagementConfig): Subscribers {
  return new Subscribers(new BrokerManagement(RABBITMQ_MANAGEMENT_URL, vhostOf(RABBITMQ_URL)), MESSAGING_PREFIX);
}

/** No path, or an empty one, means the default virtual host, which is called `/`. */
function vhostOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || '/';
}

function nameOf(name: string): void {
  if (!subscriberName.test(name))
    throw new CommandFailure(
      `"${name}" cannot be the name of a subscriber.`,
      'Take up to 40 small letters, digits and dashes, none of these at either end: for instance crm.',
      2,
    );
}

async function companyOf(database: DataSource, company: string): Promise<void> {
  const found = await database.query<object[]>('SELECT FROM catalogue.companies WHERE slug = $1 AND valid_to IS NULL', [
    company,
  ]);
  if (found.length === 0)
    throw new CommandFailure(
      `The catalogue has no company ${company}.`,
      'Look at the keys below companies: callbook catalogue export',
    );
}

function unknown(name: string): CommandFailure {
  return new CommandFailure(`There is no subscriber ${name}.`, 'Look: callbook subscribers ls');
}

async function telling<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    const { status, message: said } = error;
    const [what, next] =
      status === 401 || status === 403
        ? [
            'The broker does not accept, or not as somebody who may make users, the user in RABBITMQ_MANAGEMENT_URL',
            'Name a user tagged administrator in RABBITMQ_MANAGEMENT_URL.',
          ]
        : status === undefined
          ? [
              'The management API in RABBITMQ_MANAGEMENT_URL does not answer',
              'Start RabbitMQ with its plugin rabbitmq_management, or correct RABBITMQ_MANAGEMENT_URL.',
            ]
          : ['The broker did not do it', 'Its words say why; running the command again is safe.'];
    throw new CommandFailure(`${what} (${said}).`, next, 1, [], { cause: error });
  }
}

function isAway({ queues }: Subscriber): boolean {
  return queues.some(({ name, messages, consumers }) => messages > 0 && consumers === 0 && !name.endsWith('.dead'));
}

function shown(
  name: string,
  company: string,
  { user, password, exchange, ownNames }: NewSubscriber,
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
  ].join('\n');
  return { json: { name, company, user, password, url, exchange, queue, bindingKey }, text };
}

function tableOf(subscribers: readonly Subscriber[]): string {
  const table = new Table({
    head: ['Name', 'Company', 'Queue', 'Waiting', 'Consumers'],
    style: { head: [], border: [] },
  });
  for (const { name, company, queues } of subscribers) {
    if (queues.length === 0) table.push([name, company, 'none yet', '', '']);
    for (const queue of queues) table.push([name, company, queue.name, queue.messages, queue.consumers]);
  }
  return table.toString();
}
