import { provideStack } from '../src/provide-stack';
import { givenService } from '../src/given';
import { givenPort } from './given-port';

describe('given services', () => {
  it('are used as they are, whatever STACK says, and survive the stack', async () => {
    const [database, broker] = await Promise.all([givenPort(), givenPort()]);
    const DATABASE_URL = `postgresql://me:secret@127.0.0.1:${database.port}/mine`;
    const RABBITMQ_URL = `amqp://me:secret@127.0.0.1:${broker.port}`;
    const log = jest.fn();
    const stack = await provideStack({ env: { STACK: 'private', DATABASE_URL, RABBITMQ_URL }, log });
    await stack.stop();
    expect(stack).toMatchObject({
      databaseUrl: DATABASE_URL,
      rabbitmqUrl: RABBITMQ_URL,
      rabbitmqManagementUrl: undefined,
    });
    expect([stack.postgres.kind, stack.rabbitmq.kind]).toEqual(['given', 'given']);
    expect(log).not.toHaveBeenCalled();
    await expect(givenService('DATABASE_URL', DATABASE_URL)).resolves.toMatchObject({ kind: 'given' });
    for (const { close } of [database, broker]) close();
  });

  it('that do not answer fail the run instead of being replaced', async () => {
    const { port, close } = await givenPort();
    close();
    const unreachable = givenService('DATABASE_URL', `postgresql://127.0.0.1:${port}/mine`, undefined, 300);
    await expect(unreachable).rejects.toThrow(
      `DATABASE_URL is set, but nothing answers at 127.0.0.1:${port}. Start it, or unset DATABASE_URL to get a private one.`,
    );
  });

  it.each([
    ['not a url', 'RABBITMQ_URL is not a URL'],
    ['http://localhost', 'RABBITMQ_URL begins with http:, which is none of'],
  ])('must be URLs that can be used: %s', async (url, reason) => {
    await expect(givenService('RABBITMQ_URL', url)).rejects.toThrow(reason);
  });
});
