import { CommandFailure } from './command-line';

/** What an operator can do about a broker that does not answer, or does not let us; every other error as it is. */
export async function withBroker<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw brokerFailure(error) ?? error;
  });
}

function brokerFailure(error: unknown): CommandFailure | undefined {
  const { code, message } = error as { code?: unknown; message: string };
  if (message.includes('ACCESS_REFUSED') || code === 403)
    return new CommandFailure(
      'RabbitMQ refuses the user or password in RABBITMQ_URL.',
      'Correct RABBITMQ_URL; the user needs the right to configure.',
      1,
      [],
      { cause: error },
    );
  if (typeof code === 'string' && /^E[A-Z_]+$/.test(code))
    return new CommandFailure(
      `No RabbitMQ answers at the address in RABBITMQ_URL (${code}).`,
      'Start RabbitMQ, or correct RABBITMQ_URL.',
      1,
      [],
      { cause: error },
    );
  return undefined;
}
