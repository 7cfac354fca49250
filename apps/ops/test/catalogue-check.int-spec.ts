import { importCatalogueText } from '@callbook/catalogue';
import { type CalendarEventType, CalendarEventTypes, type CalendarEventTypesReply } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { AnswerQuery, declareTopology, MessagingModule, rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import {
  salonCatalogue,
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

const eventType = (id: number, minutes: number, userId: number, name: string): CalendarEventType => ({
  id,
  title: null,
  minutes,
  priceMinor: null,
  currency: null,
  hidden: false,
  scheduling: 'individual',
  hosts: [{ userId, name }],
  requiresConfirmation: false,
  requiresEmailVerification: false,
  requiredFields: [],
});
const reply = (given: Partial<CalendarEventTypesReply>): CalendarEventTypesReply => ({
  eventTypes: [],
  furtherLists: [],
  problem: 'none',
  code: null,
  retryAfterMs: null,
  ...given,
});

/** Stands for booking, which has its own tests of what it answers: one reply for each company, whatever the list. */
const answers: Record<string, CalendarEventTypesReply> = {};

@Controller()
class Desk {
  @AnswerQuery(CalendarEventTypes)
  async handle({ company, list }: CalendarEventTypes): Promise<CalendarEventTypesReply> {
    return list === 'own' || list === 'teams' ? answers[company]! : reply({ problem: 'not_found' });
  }
}

@Module({ controllers: [Desk] })
class DeskModule {}

describe('callbook catalogue check', () => {
  let database: TestDatabase;
  let broker: TestPrefix;
  let env: Record<string, string>;
  let desk: NestFastifyApplication | undefined;

  beforeAll(async () => {
    broker = testPrefix();
    await declareTopology(sharedStack().rabbitmqUrl, { prefix: broker.prefix });
    database = await testDatabase({ migrate, roles });
    await importCatalogueText(await database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    env = {
      OPS_DATABASE_URL: database.urlFor('callbook_ops'),
      RABBITMQ_URL: sharedStack().rabbitmqUrl,
      MESSAGING_PREFIX: broker.prefix,
    };
  });
  afterAll(async () => {
    await desk?.close();
    await broker.close();
    await database.close();
  });

  async function check(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const exitCode = await runCommandLine(['catalogue', 'check', ...args], {
      env,
      stdout: (text) => void stdout.push(text),
      stderr: (text) => void stderr.push(text),
    });
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }
  const lena = eventType(2101, 30, 1101, 'Dr. Lena Vogt');
  const salon = (minutes = 30) =>
    reply({
      eventTypes: [
        eventType(2001, minutes, 1002, 'Mehmet Kaya'),
        eventType(2021, 45, 1003, 'Sofia Brandt'),
        eventType(2022, 30, 1001, 'Anna Berger'),
      ],
    });

  it('cannot tell anything without booking, and ends with 2', async () => {
    const { exitCode, stdout } = await check();
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      'salon-lindenhof: not determined, booking does not run, and it alone asks Cal.com: start it',
    );
  });

  it('says for each company by itself what it found, one line each, and ends with 1', async () => {
    desk = await startDesk();
    answers['salon-lindenhof'] = salon(45);
    answers['praxis-am-markt'] = reply({ eventTypes: [lena] });
    const { exitCode, stdout } = await check();
    expect(exitCode).toBe(1);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'praxis-am-markt: fits Cal.com, 1 event types seen',
      'salon-lindenhof: 3 problems, 3 event types seen',
      '  problem: services.herrenhaarschnitt: event type 2001 lasts 45 minutes, the catalogue says 30.' +
        ' Repair: set its length to 30 in Cal.com, or write 45 at services.herrenhaarschnitt.minutes.',
      '  problem: services.dauerwelle.segments.wickeln: Sofia Brandt (user 1003) is a host of event type 2021, and nobody in' +
        ' the catalogue. Repair: write calcomUserId: 1003 at staff.sofia, or remove the host in Cal.com.',
      '  problem: staff.sofia: Sofia Brandt has no Cal.com user id, so bookings are told apart by e-mail address alone.' +
        ' Repair: write calcomUserId: 1003 at staff.sofia.',
    ]);
  });

  it('ends with 1 for a problem also when another company could not be determined', async () => {
    answers['praxis-am-markt'] = reply({ problem: 'refused', code: 'calcom_unauthorized' });
    const { exitCode, stdout } = await check('--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      companies: [
        { company: 'praxis-am-markt', status: 'not_determined', problem: expect.stringContaining('API key') as string },
        {
          company: 'salon-lindenhof',
          status: 'findings',
          findings: [{ kind: 'other_length', eventTypeId: 2001 }, {}, {}],
        },
      ],
    });
  });

  it.each([
    ['the key is refused', { problem: 'refused', code: 'calcom_unauthorized' }, 'Cal.com does not accept the API key'],
    ['booking has no key', { problem: 'refused', code: 'calcom_not_configured' }, 'booking finds no API key'],
    [
      'Cal.com is away',
      { problem: 'unavailable', code: 'calcom_timeout' },
      'Cal.com cannot be asked now (calcom_timeout)',
    ],
  ] as const)('ends with 2 when %s', async (_, problem, words) => {
    answers['praxis-am-markt'] = reply(problem);
    const { exitCode, stdout } = await check('--company', 'praxis-am-markt');
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining(`praxis-am-markt: not determined, ${words}`)]);
  });

  it('ends with 0 when all fits, though there is something to know', async () => {
    answers['praxis-am-markt'] = reply({ eventTypes: [lena, eventType(2199, 15, 1101, 'Dr. Lena Vogt')] });
    const { exitCode, stdout } = await check('--company', 'praxis-am-markt', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      companies: [
        { status: 'clean', eventTypes: 2, findings: [{ kind: 'event_type_unused', severity: 'information' }] },
      ],
    });
  });

  it('knows no other company', async () => {
    const { exitCode, stderr } = await check('--company', 'nobody');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('The catalogue has no company "nobody".')]);
  });

  async function startDesk(): Promise<NestFastifyApplication> {
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
