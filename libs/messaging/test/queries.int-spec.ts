import { ConsoleLogger, Controller, type INestApplication, Logger } from '@nestjs/common';
import { eventually, TcpProxy } from '@callbook/testing';
import { AnswerQuery, PermanentError, QueryClient } from '../src';
import { Postage, type PostageReply, unanswered } from './support/contracts';
import { startApp } from './support/test-app';
import { TestBroker } from './support/test-broker';

const asked: Postage[] = [];
let beforeAnswering: () => Promise<void> = async () => undefined;

@Controller()
class PostageQuery {
  @AnswerQuery(Postage)
  async handle(request: Postage): Promise<PostageReply> {
    asked.push(request);
    await beforeAnswering();
    if (request.country === 'Atlantis') throw new PermanentError('unknown_country', 'it has sunk');
    return request.country === 'Utopia' ? ({} as PostageReply) : { price: `1.10 to ${request.country}` };
  }
}

describe('a query', () => {
  let broker: TestBroker;
  let proxy: TcpProxy;
  let apps: INestApplication[] = [];
  let client: QueryClient;

  const to = (country: string): Postage => Object.assign(new Postage(), { country });

  beforeAll(async () => {
    broker = await TestBroker.open({ contracts: [] });
    proxy = await TcpProxy.open(broker.url);
    const common = { prefix: broker.prefix, contracts: [] };
    apps = [
      await startApp({ ...common, url: broker.url, app: 'records' }, PostageQuery),
      await startApp({ ...common, url: proxy.url, app: 'webhook-gateway' }),
    ];
    client = apps[1]!.get(QueryClient);
  });

  afterEach(() => (beforeAnswering = async () => undefined));

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await proxy.close();
    await broker.close();
  });

  it('is answered', async () => {
    expect(await client.ask(Postage, to('France'))).toEqual({ price: '1.10 to France' });
    expect(asked.at(-1)).toBeInstanceOf(Postage);
  });

  it('of many at once gets each its own answer', async () => {
    const countries = Array.from({ length: 30 }, (_, n) => `country ${n}`);
    const replies = await Promise.all(countries.map((country) => client.ask(Postage, to(country))));
    expect(replies.map(({ price }) => price)).toEqual(countries.map((country) => `1.10 to ${country}`));
  });

  it('waits for nothing but its answer: twenty in a row are not twenty delayed TCP acknowledgements of 40 ms', async () => {
    const since = performance.now();
    for (let n = 0; n < 20; n++) await client.ask(Postage, to('Italy'));
    expect(performance.now() - since).toBeLessThan(200);
  });

  it('that is not answered in time rejects with query_timeout', async () => {
    let answer = () => {};
    beforeAnswering = () => new Promise<void>((resolve) => (answer = resolve));
    const since = performance.now();
    await expect(client.ask(Postage, to('Nowhere'), { timeoutMs: 200 })).rejects.toMatchObject({
      name: 'QueryError',
      code: 'query_timeout',
    });
    expect(performance.now() - since).toBeLessThan(1_000);
    answer(); // late: dropped, and no other question gets it
    beforeAnswering = async () => undefined;
    expect(await client.ask(Postage, to('Spain'))).toEqual({ price: '1.10 to Spain' });
  });

  it('nobody answers is told at once', async () => {
    const since = performance.now();
    await expect(client.ask(unanswered, to('France'))).rejects.toMatchObject({ code: 'query_nobody_answers' });
    expect(performance.now() - since).toBeLessThan(1_000);
  });

  it('whose answerer fails is told at once, with the code', async () => {
    await expect(client.ask(Postage, to('Atlantis'))).rejects.toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining('unknown_country'),
    });
  });

  it('that breaks its contract is not handled', async () => {
    const before = asked.length;
    await expect(client.ask(Postage, { country: 7 } as unknown as Postage)).rejects.toMatchObject({
      code: 'query_failed',
    });
    expect(asked).toHaveLength(before);
  });

  it('that cannot be read is not quoted in the log, for it may be personal', async () => {
    const lines: string[] = [];
    const listening = new ConsoleLogger();
    listening.error = (line: string) => void lines.push(line);
    Logger.overrideLogger(listening);
    await broker.put(Postage.query, 'Jonas Weber');
    await eventually('a line about it', () => lines.length > 0);
    Logger.overrideLogger(false);
    expect(lines.join()).not.toContain('Jonas');
  });

  it('whose answer breaks its contract rejects', async () => {
    await expect(client.ask(Postage, to('Utopia'))).rejects.toMatchObject({ name: 'ContractViolation' });
  });

  it('asked while the broker is gone fails at once, and is answered when it is back', async () => {
    await proxy.refuse();
    const code = (error: { code: string }) => error.code;
    const gone = () => client.ask(Postage, to('France'), { timeoutMs: 500 }).then(() => 'answered', code);
    await eventually('the loss to be noticed', async () => (await gone()) === 'query_not_sent');
    await proxy.heal();
    await eventually('an answer', async () => (await gone()) === 'answered');
  });
});
