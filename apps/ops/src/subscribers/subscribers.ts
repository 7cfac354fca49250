import { randomBytes } from 'node:crypto';
import type { BrokerManagement } from './broker-management';
import { literally, rightsOf, subscriberTag, userOf } from './subscriber-rights';

/** Days after which what a subscriber has not taken is dropped (to its dead letters, if it has any), and a queue nobody uses is removed. */
export const keptDays = { message: 14, queue: 30 } as const;
const dayMs = 86_400_000;
const limits = { 'max-connections': 10, 'max-channels': 100 };

export interface Subscriber {
  readonly name: string;
  readonly company: string;
  readonly user: string;
  readonly queues: readonly SubscriberQueue[];
}

export interface SubscriberQueue {
  readonly name: string;
  /** Messages waiting, or handed over and not acknowledged. As the broker last counted, some seconds ago. */
  readonly messages: number;
  readonly consumers: number;
}

export interface NewSubscriber {
  readonly user: string;
  readonly password: string;
  readonly exchange: string;
  readonly ownNames: string;
  /** Queues that an earlier one of this name had left, and that are gone now. */
  readonly removed: readonly SubscriberQueue[];
}

interface BrokerUser {
  readonly name: string;
  /** RabbitMQ before 3.9 gives one text, with commas. */
  readonly tags: readonly string[] | string;
}

interface BrokerQueue {
  readonly name: string;
  readonly messages?: number;
  readonly consumers?: number;
}

/** The broker users of those outside who may hear the public events of one company. The broker alone knows them. */
export class Subscribers {
  constructor(
    private readonly management: BrokerManagement,
    private readonly prefix: string,
  ) {}

  /** With how much waits for each, oldest names first by the alphabet. @throws ManagementError */
  async list(): Promise<Subscriber[]> {
    const [users, queues] = await Promise.all([
      this.management.get<BrokerUser[]>(['users']),
      this.management.get<BrokerQueue[]>(['queues', '@'], '?columns=name,messages,consumers'),
    ]);
    return users.flatMap((user) => this.subscriberOf(user, queues)).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  async find(name: string): Promise<Subscriber | undefined> {
    return (await this.list()).find((one) => one.name === name);
  }

  /** What lies at the broker under its name, also when its user is gone. */
  async queuesOf(name: string): Promise<SubscriberQueue[]> {
    return (await this.namedBelow<BrokerQueue>('queues', `${userOf(this.prefix, name)}.`)).map(counted);
  }

  /**
   * Makes the user, or gives it a new password. Rights come before the password is of any use to anybody: a user without
   * topic permission might bind what it likes. A new one begins with nothing: a queue that an earlier one of its name has left
   * may still be bound for another company.
   * @throws ManagementError; then a user that was begun has no rights and no password that anybody knows
   */
  async add(name: string, company: string): Promise<NewSubscriber> {
    const { user, ownNames, exchange, permissions, topicPermissions } = rightsOf(this.prefix, name, company);
    const password = randomBytes(24).toString('base64url');
    const tags = [subscriberTag, companyTag(company)].join(',');
    const existed = (await this.find(name)) !== undefined;
    const removed = existed ? [] : await this.remove(name);
    if (!existed) await this.management.put(['users', user], { password: randomBytes(24).toString('base64url'), tags });
    try {
      await this.management.put(['topic-permissions', '@', user], topicPermissions);
      await this.management.put(['operator-policies', '@', user], this.policyOf(ownNames));
      for (const [limit, value] of Object.entries(limits))
        await this.management.put(['user-limits', user, limit], { value });
      await this.management.put(['permissions', '@', user], permissions);
      await this.management.put(['users', user], { password, tags });
    } catch (error) {
      if (!existed) await this.management.delete(['users', user]).catch(() => undefined); // why it failed matters more
      throw error;
    }
    return { user, password, exchange, ownNames, removed };
  }

  /** Its connections end, then everything it had is deleted. Safe to run again. @returns its queues. @throws ManagementError */
  async remove(name: string): Promise<readonly SubscriberQueue[]> {
    const user = userOf(this.prefix, name);
    await this.management.delete(['users', user]);
    await this.management.delete(['operator-policies', '@', user]);
    const queues = await this.queuesOf(name);
    const exchanges = await this.namedBelow('exchanges', `${user}.`);
    for (const queue of queues) await this.management.delete(['queues', '@', queue.name]);
    for (const exchange of exchanges) await this.management.delete(['exchanges', '@', exchange.name]);
    return queues;
  }

  private async namedBelow<T extends { readonly name: string }>(kind: string, ownNames: string): Promise<T[]> {
    return (await this.management.get<T[]>([kind, '@'])).filter(({ name }) => name.startsWith(ownNames));
  }

  /** An operator's policy: whatever the subscriber declares, the lower value counts. Nobody's absence may fill our disks. */
  private policyOf(ownNames: string): object {
    const definition = { 'message-ttl': keptDays.message * dayMs, expires: keptDays.queue * dayMs };
    return { pattern: `^${literally(ownNames)}`, 'apply-to': 'queues', definition, priority: 0 };
  }

  private subscriberOf({ name: user, tags }: BrokerUser, queues: readonly BrokerQueue[]): Subscriber[] {
    const known = typeof tags === 'string' ? tags.split(',') : tags;
    const own = userOf(this.prefix, '');
    if (!known.includes(subscriberTag) || !user.startsWith(own)) return [];
    const company = known.find((tag) => tag.startsWith(companyTag('')))?.slice(companyTag('').length) ?? '';
    const mine = queues.filter(({ name }) => name.startsWith(`${user}.`)).map(counted);
    return [{ name: user.slice(own.length), company, user, queues: mine }];
  }
}

/** Events in these queues, taken or not, that are not acknowledged. */
export function waitingIn(queues: readonly SubscriberQueue[]): number {
  return queues.reduce((sum, { messages }) => sum + messages, 0);
}

const companyTag = (company: string): string => `company-${company}`;

function counted({ name, messages = 0, consumers = 0 }: BrokerQueue): SubscriberQueue {
  return { name, messages, consumers };
}
