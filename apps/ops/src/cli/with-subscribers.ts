import { readConfig } from '@callbook/config';
import { managementOf } from '../broker/management-view';
import { ManagementConfig } from '../config';
import { ManagementError } from '../subscribers/broker-management';
import { subscriberName } from '../subscribers/subscriber-rights';
import { type Subscriber, Subscribers } from '../subscribers/subscribers';
import { CommandFailure, type CommandLine } from './command-line';

/** With the subscribers at the broker; what its management API refuses is told together with what to do about it. */
export async function withSubscribers<T>(
  env: CommandLine['env'],
  work: (subscribers: Subscribers, config: ManagementConfig) => Promise<T>,
): Promise<T> {
  const config = readConfig(ManagementConfig, env);
  const management = managementOf(config.RABBITMQ_MANAGEMENT_URL, config.RABBITMQ_URL);
  try {
    return await work(new Subscribers(management, config.MESSAGING_PREFIX), config);
  } catch (error) {
    throw managementFailure(error) ?? error;
  }
}

/** @throws CommandFailure when nobody can be called that */
export function mustBeName(name: string): void {
  if (!subscriberName.test(name))
    throw new CommandFailure(
      `"${name}" cannot be the name of a subscriber.`,
      'Take up to 40 small letters, digits and dashes, none of these at either end: for instance crm.',
      2,
    );
}

/** @throws CommandFailure when there is none of that name */
export async function subscriberNamed(subscribers: Subscribers, name: string): Promise<Subscriber> {
  const found = await subscribers.find(name);
  if (!found) throw new CommandFailure(`There is no subscriber ${name}.`, 'Look: callbook subscribers ls');
  return found;
}

/** As it stands in the audit. */
export const subscriberSubject = (name: string): string => `subscriber ${name}`;

function managementFailure(error: unknown): CommandFailure | undefined {
  if (!(error instanceof ManagementError)) return undefined;
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
  return new CommandFailure(`${what} (${said}).`, next, 1, [], { cause: error });
}
