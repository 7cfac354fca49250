import { connect } from 'amqplib';
import { RabbitmqManagement } from '../src/rabbitmq-management';
import { sharedStack } from '../src/shared-stack';
import { testPrefix, testVhost } from '../src/test-broker';

/** A broker given by its URL alone has no management API that we know of. */
const itWithManagement = sharedStack().rabbitmqManagementUrl ? it : it.skip;

describe('the shared broker', () => {
  itWithManagement('loses what a passing spec declared under its prefix, and nothing else', async () => {
    const [mine, other] = [testPrefix(), testPrefix()];
    const connection = await connect(sharedStack().rabbitmqUrl);
    const channel = await connection.createChannel();
    for (const { prefix } of [mine, other]) {
      await channel.assertQueue(`${prefix}queue`, { durable: true });
      await channel.assertExchange(`${prefix}exchange`, 'topic');
    }
    await connection.close();

    await mine.close();
    await expect(namesUnder(mine.prefix)).resolves.toEqual([]);
    await expect(namesUnder(other.prefix)).resolves.toEqual([`${other.prefix}exchange`, `${other.prefix}queue`]);
    await other.close();
  });

  itWithManagement('gives a spec a virtual host of its own', async () => {
    const [one, two] = await Promise.all([testVhost(), testVhost()]);
    const first = await connect(one.url);
    await (await first.createChannel()).assertQueue('callbook.same-name', { durable: true });
    await first.close();
    const second = await connect(two.url);
    const channel = await second.createChannel();
    channel.on('error', () => {});
    await expect(channel.checkQueue('callbook.same-name')).rejects.toThrow('NOT_FOUND');
    await second.close();
    await Promise.all([one.close(), two.close()]);
    await expect(connect(one.url)).rejects.toThrow();
  });
});

async function namesUnder(prefix: string): Promise<string[]> {
  const management = new RabbitmqManagement(sharedStack().rabbitmqManagementUrl ?? '');
  const things = [
    ...(await management.request<{ name: string }[]>('GET', '/queues/%2F')),
    ...(await management.request<{ name: string }[]>('GET', '/exchanges/%2F')),
  ];
  return things
    .map(({ name }) => name)
    .filter((name) => name.startsWith(prefix))
    .sort();
}
