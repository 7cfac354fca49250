import { SettleOwedAnswer, type SettleOwedAnswerReply } from '@callbook/contracts';
import { migrate, roles } from '@callbook/database';
import { AnswerQuery, declareTopology, MessagingModule, rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import {
  sharedStack,
  startHere,
  testDatabase,
  type TestDatabase,
  testPrefix,
  type TestPrefix,
} from '@callbook/testing';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { runCommandLine } from '../src/cli/run-command-line';

async function callbook(args: string[], env: Record<string, string>) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const exitCode = await runCommandLine(args, {
    env,
    stdout: (text) => void stdout.push(text),
    stderr: (text) => void stderr.push(text),
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}

const id = (last: number) => `6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c${last}`;

describe('callbook owed ls', () => {
  let database: TestDatabase;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    env = { OPS_DATABASE_URL: database.urlFor('callbook_ops') };
    await database.query(`
      INSERT INTO catalogue.companies (id, slug, name, time_zone, language, country, contact_rule, reference_prefix,
        retell_webhook_keys, calcom_api_key, calcom_webhook_secrets, valid_from)
      VALUES ('${id(10)}', 'salon-lindenhof', 'Salon', 'Europe/Berlin', 'de', 'DE', 'ask', 'LIND', '{env:A}', 'env:B', '{env:C}', now());`);
    await owed({ last: 11, since: '2026-11-21T10:00:00Z', company: 'salon-lindenhof', number: '+4915112345678' });
    await owed({ last: 12, since: '2026-11-21T09:00:00Z', company: 'praxis-am-markt', number: null });
    await owed({
      last: 13,
      since: '2026-11-21T08:00:00Z',
      company: 'salon-lindenhof',
      number: '+4915187654321',
      by: 'anna',
    });
  });
  afterAll(() => database.close());

  /** A call that was told "not confirmed yet", and the refusal that came later. */
  async function owed(told: { last: number; since: string; company: string; number: string | null; by?: string }) {
    const { last, since, company, number, by } = told;
    const event = JSON.stringify({
      start: '2026-11-26T09:00:00.000Z',
      attendee: { name: `Caller ${last}`, phone: null },
    });
    await database.query(
      `WITH call AS (
         INSERT INTO records.calls (id, company, retell_call_id, call_type, agent_id, status, customer_number, customer_cause,
           customer_cause_since, appointment_link_status, link_cause, link_cause_since, recorded_by_message)
         VALUES ($1::uuid, $2, 'call ' || $1::uuid, 'phone_call', 'agent', 'ended', $3, 'number_withheld', now(), 'failed', 'booking_refused', now(), $1)),
       outcome AS (
         INSERT INTO records.booking_outcomes (request_id, company, operation, request_key, call_id, function_call_ids, outcome, reason, event, decided_at)
         VALUES ($1, $2, 'book', $1, $1, '{}', 'failed', 'slot_taken', $4, $5))
       INSERT INTO records.owed_answers (id, company, call_id, request_id, operation, outcome, reason, said_at, owed_since, settled_at, settled_by)
       VALUES ($1, $2, $1, $1, 'book', 'failed', 'slot_taken', $5, $5, CASE WHEN $6::text IS NOT NULL THEN now() END, $6)`,
      [id(last), company, number, event, since, by ?? null],
    );
  }
  const listed = async (...args: string[]) => {
    const { stdout } = await callbook(['owed', 'ls', '--json', ...args], env);
    return JSON.parse(stdout) as { ok: boolean; open: number; owed: Record<string, unknown>[] };
  };

  it('tells people whom to ring and what to say, one line each', async () => {
    const { exitCode, stdout, stderr } = await callbook(['owed', 'ls'], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const line = stdout.split('\n').find((one) => one.includes(id(11)));
    for (const cell of [
      'Sat 21 Nov 2026 11:00',
      '+4915112345678',
      'Caller 11',
      'not booked (slot_taken), wanted Thu 26 Nov 2026 10:00',
    ])
      expect(line).toContain(cell);
    expect(stdout.split('\n').find((one) => one.includes(id(12)))).toContain('number withheld');
    expect(stdout).toContain('2 callers are owed an answer.');
    expect(stdout).not.toContain(id(13));
  });

  it('tells machines all of it, longest owed first', async () => {
    expect(await listed()).toMatchObject({
      ok: true,
      open: 2,
      owed: [
        { id: id(12), company: 'praxis-am-markt', number: null },
        {
          id: id(11),
          company: 'salon-lindenhof',
          number: '+4915112345678',
          operation: 'book',
          outcome: 'failed',
          reason: 'slot_taken',
          owedSince: '2026-11-21T10:00:00.000Z',
          tell: 'not booked (slot_taken), wanted Thu 26 Nov 2026 10:00',
        },
      ],
    });
  });

  it('keeps to one company, and shows what is settled when asked to', async () => {
    expect((await listed('--company', 'salon-lindenhof')).owed).toMatchObject([{ id: id(11) }]);
    expect((await listed('--company', 'nobody')).owed).toEqual([]);
    expect((await listed('--all', '--company', 'salon-lindenhof')).owed).toMatchObject([
      { id: id(11), settledBy: null },
      { id: id(13), settledBy: 'anna' },
    ]);
    expect((await callbook(['owed', 'ls', '--company', 'nobody'], env)).stdout).toBe('Nobody is owed an answer.\n');
  });

  it('lists a request of which nothing was ever heard', async () => {
    await database.query(
      `WITH call AS (
         INSERT INTO records.calls (id, company, retell_call_id, call_type, agent_id, status, customer_number, customer_cause,
           customer_cause_since, appointment_link_status, link_cause, link_cause_since, recorded_by_message)
         VALUES ($1::uuid, 'kosmetik-am-park', 'call 14', 'phone_call', 'agent', 'ended', '+4915112340014', 'number_withheld', now(),
           'pending', 'booking_under_way', now(), $1))
       INSERT INTO records.owed_answers (id, company, call_id, operation, outcome, reason, said_at, owed_since)
       VALUES ($1, 'kosmetik-am-park', $1, 'book', 'unresolved', 'no_outcome', now(), now())`,
      [id(14)],
    );
    const { open, owed } = await listed('--company', 'kosmetik-am-park');
    expect({ open, owed }).toMatchObject({
      open: 1,
      owed: [
        {
          id: id(14),
          number: '+4915112340014',
          tell: 'unclear, nothing was ever heard of it: look into the dead letters, then into Cal.com',
        },
      ],
    });
    await database.query('DELETE FROM records.owed_answers WHERE id = $1', [id(14)]);
  });

  it('says so when the role may not look, or nothing is migrated', async () => {
    const { exitCode, stderr } = await callbook(['owed', 'ls'], {
      OPS_DATABASE_URL: database.urlFor('callbook_booking'),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The role in OPS_DATABASE_URL may not do this.');
    const empty = await testDatabase();
    expect((await callbook(['owed', 'ls'], { DATABASE_URL: empty.url })).stderr).toContain('Run: callbook migrate');
    await empty.close();
  });
});

const asked: SettleOwedAnswer[] = [];

/** Stands for records, which has its own tests of what it answers. */
@Controller()
class Desk {
  @AnswerQuery(SettleOwedAnswer)
  async handle(request: SettleOwedAnswer): Promise<SettleOwedAnswerReply> {
    asked.push(request);
    const known = asked.filter(({ owedAnswerId }) => owedAnswerId === request.owedAnswerId).length > 1;
    return { result: request.owedAnswerId === id(99) ? 'unknown' : known ? 'already_settled' : 'settled' };
  }
}

@Module({ controllers: [Desk] })
class DeskModule {}

describe('callbook owed done', () => {
  let broker: TestPrefix;
  let env: Record<string, string>;
  const started: NestFastifyApplication[] = [];

  beforeAll(async () => {
    broker = testPrefix();
    const url = sharedStack().rabbitmqUrl;
    env = { RABBITMQ_URL: url, MESSAGING_PREFIX: broker.prefix };
    await declareTopology(url, { prefix: broker.prefix });
  });
  afterAll(async () => {
    await Promise.all(started.map((app) => app.close()));
    await broker.close();
  });

  const done = (...args: string[]) => callbook(['owed', 'done', ...args], env);

  it('says so when records does not run', async () => {
    const { exitCode, stdout, stderr } = await done(id(11), '--by', 'anna');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('Start records, then try again.');
  });

  it('settles it by asking records, once', async () => {
    started.push(await desk());
    const first = await done(id(11), '--by', ' anna ', '--note', 'reached at once', '--json');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toEqual({ ok: true, id: id(11), result: 'settled' });
    expect(asked).toEqual([{ owedAnswerId: id(11), by: 'anna', note: 'reached at once' }]);
    const again = await done(id(11).toUpperCase(), '--by', 'ben');
    expect(again).toEqual({ exitCode: 0, stdout: 'It was settled already; nothing was changed.\n', stderr: '' });
  });

  it('ends with 1 when nothing is owed under that id', async () => {
    const { exitCode, stdout, stderr } = await done(id(99), '--by', 'anna', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('Nothing is owed') as string,
    });
    expect(stderr).toContain('callbook owed ls --all');
  });

  async function desk(): Promise<NestFastifyApplication> {
    const { RABBITMQ_URL: url = '', MESSAGING_PREFIX: prefix = '' } = env;
    const imports = [
      ObservabilityModule.forRoot({ app: 'desk', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'desk', prefix, contracts: [] }),
    ];
    const module = { module: DeskModule, imports };
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    return startHere(app, rabbitMqStrategy);
  }
});
