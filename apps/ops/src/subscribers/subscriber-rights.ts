import { publicExchange } from '@callbook/messaging';

/** What a subscriber may be called: part of its queues' names, and of patterns in which nothing of it has a meaning. */
export const subscriberName = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** Marks a user of the broker as one of ours. No right comes with it: only RabbitMQ's own words give any. */
export const subscriberTag = 'callbook-subscriber';

/** Everything a subscriber is at the broker. */
export interface SubscriberRights {
  /** Name of the broker user, and of the policy for its queues. */
  readonly user: string;
  /** With what the names of its queues and exchanges begin. */
  readonly ownNames: string;
  readonly exchange: string;
  /** With this company in place of what a binding key ends with. */
  readonly permissions: { readonly configure: string; readonly write: string; readonly read: string };
  readonly topicPermissions: { readonly exchange: string; readonly write: string; readonly read: string };
}

/**
 * The rights that keep a subscriber to itself and to its company, as patterns of RabbitMQ. A queue is bound only when the
 * binding key itself matches: so the company's place must hold the company, never `*`, and `#`, which stands for any
 * number of words, must not occur at all. `\z` and not `$`, before which a line break would pass.
 */
export function rightsOf(prefix: string, name: string, company: string): SubscriberRights {
  const user = userOf(prefix, name);
  const exchange = publicExchange(prefix);
  const own = `${literally(user)}\\..+`;
  return {
    user,
    ownNames: `${user}.`,
    exchange,
    permissions: {
      configure: `^${own}\\z`,
      write: `^${own}\\z`,
      read: `^(${own}|${literally(exchange)})\\z`,
    },
    topicPermissions: {
      exchange,
      write: '^\\z',
      read: `^(\\*|[a-z-]+)\\.(\\*|[a-z-]+)\\.(\\*|v[0-9]+)\\.${literally(company)}\\z`,
    },
  };
}

/** Broker users belong to the whole broker: with the prefix, installations that share one do not meet. */
export function userOf(prefix: string, name: string): string {
  return `${prefix}subscriber.${name}`;
}

export function literally(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, '\\$&');
}
