import { TcpProxy, testPrefix, type TestPrefix } from '@callbook/testing';
import { connect } from 'amqplib';
import { closeChannel } from '../src/connection/close-channel';

describe('a channel that is closed', () => {
  let prefix: TestPrefix;
  let proxy: TcpProxy;

  beforeAll(async () => {
    prefix = testPrefix();
    proxy = await TcpProxy.open(prefix.url);
  });
  afterAll(async () => {
    await proxy.close();
    await prefix.close();
  });

  const opened = async () => {
    const connection = await connect(proxy.url);
    connection.on('error', () => undefined);
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    return { connection, channel };
  };

  it('is so when the broker says so', async () => {
    const { connection, channel } = await opened();
    await closeChannel(channel);
    await expect(closeChannel(channel)).rejects.toThrow('closed');
    await connection.close();
  });

  it('is so when the connection is lost before the broker has said anything', async () => {
    const { channel } = await opened();
    proxy.silence('from-target');
    const closing = closeChannel(channel);
    proxy.cut();
    await closing;
    await proxy.heal();
  });
});
