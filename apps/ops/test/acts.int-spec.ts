import {
  type AppointmentActReply,
  type AppointmentAtDesk,
  type AppointmentAtDeskReply,
  type CustomerActReply,
  type CustomerAtDesk,
  type CustomersAtDeskReply,
  LinkAppointment,
  MergeCustomers,
  NoteAppointment,
  ShowAppointment,
  ShowCustomers,
  UnlinkAppointment,
  UnmergeCustomer,
} from '@callbook/contracts';
import { AnswerQuery, declareTopology, MessagingModule, rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { sharedStack, startHere, testPrefix, type TestPrefix } from '@callbook/testing';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { runCommandLine } from '../src/cli/run-command-line';

const id = (last: number) => `6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c${last}`;
const [appointmentId, unknownId, callId, customerId, intoId] = [11, 99, 21, 31, 32].map(id) as [
  string,
  string,
  string,
  string,
  string,
];

const appointment: AppointmentAtDesk = { appointmentId, reference: 'LIND-4M7K', callId, notes: null, version: 3 };
const customer = (said: Partial<CustomerAtDesk>): CustomerAtDesk => ({
  customerId,
  company: 'salon-lindenhof',
  name: 'Eva Lang',
  email: 'eva@kunde.example',
  emailIsPlaceholder: false,
  phone: '+4915112345678',
  anonymous: false,
  preferredStaffId: null,
  mergedIntoId: null,
  mergedIds: [],
  calls: 2,
  appointments: 1,
  ...said,
});

const asked: object[] = [];

/** Stands for records, which has its own tests of what it answers. */
@Controller()
class Desk {
  @AnswerQuery(ShowAppointment)
  async show({ appointmentId: wanted }: ShowAppointment): Promise<AppointmentAtDeskReply> {
    return { appointment: wanted === appointmentId ? appointment : null };
  }

  @AnswerQuery(LinkAppointment)
  async link(request: LinkAppointment): Promise<AppointmentActReply> {
    if (request.version === 2) return refused('version_mismatch');
    if (request.call === 'call_of_others') return refused('other_company');
    return done(request, { previousCallId: request.call === callId ? null : callId });
  }

  @AnswerQuery(UnlinkAppointment)
  async unlink(request: UnlinkAppointment): Promise<AppointmentActReply> {
    if (request.appointmentId === unknownId) return { ...refused('appointment_unknown'), appointment: null };
    return { ...done(request, { previousCallId: null }), result: 'unchanged' };
  }

  @AnswerQuery(NoteAppointment)
  async note(request: NoteAppointment): Promise<AppointmentActReply> {
    return done(request, { appointment: { ...appointment, notes: request.notes } });
  }

  @AnswerQuery(ShowCustomers)
  async customers(request: ShowCustomers): Promise<CustomersAtDeskReply> {
    asked.push(request);
    const known = [customer({ mergedIntoId: intoId }), customer({ customerId: intoId, anonymous: true, phone: null })];
    return { customers: request.who === 'nobody@kunde.example' ? [] : known };
  }

  @AnswerQuery(MergeCustomers)
  async merge(request: MergeCustomers): Promise<CustomerActReply> {
    asked.push(request);
    const into = customer({ customerId: request.intoId, mergedIds: request.dryRun ? [] : [request.customerId] });
    const reply = { refusal: null, customer: customer({}), into, movedCalls: 2, movedAppointments: 1 };
    if (request.intoId === unknownId) return { ...reply, result: 'refused', refusal: 'has_merged' };
    return { ...reply, result: request.dryRun ? 'possible' : 'done' };
  }

  @AnswerQuery(UnmergeCustomer)
  async unmerge(request: UnmergeCustomer): Promise<CustomerActReply> {
    asked.push(request);
    return {
      result: 'unchanged',
      refusal: null,
      customer: customer({}),
      into: null,
      movedCalls: 0,
      movedAppointments: 0,
    };
  }
}

function done(request: object, said: Partial<AppointmentActReply> = {}): AppointmentActReply {
  asked.push(request);
  return { result: 'done', refusal: null, previousCallId: null, appointment, ...said };
}

function refused(refusal: AppointmentActReply['refusal']): AppointmentActReply {
  return { result: 'refused', refusal, previousCallId: null, appointment };
}

@Module({ controllers: [Desk] })
class DeskModule {}

describe('callbook', () => {
  let broker: TestPrefix;
  let desk: NestFastifyApplication;
  let env: Record<string, string>;

  beforeAll(async () => {
    broker = testPrefix();
    const url = sharedStack().rabbitmqUrl;
    env = { RABBITMQ_URL: url, MESSAGING_PREFIX: broker.prefix };
    await declareTopology(url, { prefix: broker.prefix });
    const imports = [
      ObservabilityModule.forRoot({ app: 'desk', logLevel: 'silent' }),
      MessagingModule.forRoot({ url, app: 'desk', prefix: broker.prefix, contracts: [] }),
    ];
    const module = { module: DeskModule, imports };
    desk = await startHere(
      await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false }),
      rabbitMqStrategy,
    );
  });
  beforeEach(() => void asked.splice(0));
  afterAll(async () => {
    await desk?.close();
    await broker.close();
  });

  async function callbook(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const line = {
      env,
      stdout: (text: string) => void stdout.push(text),
      stderr: (text: string) => void stderr.push(text),
    };
    const exitCode = await runCommandLine(args, line);
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }

  const by = ['--why', ' she rang ', '--actor', 'anna'];
  const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

  describe('appointments', () => {
    it('shows one, and says so when there is none', async () => {
      const shown = await callbook('appointments', 'show', appointmentId);
      expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
      for (const cell of [appointmentId, 'LIND-4M7K', callId]) expect(shown.stdout).toContain(cell);
      const { exitCode, stderr } = await callbook('appointments', 'show', unknownId);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(unknownId) as string });
    });

    it('links it to a call, and tells which call it belonged to', async () => {
      const linked = await callbook(
        'appointments',
        'link',
        appointmentId.toUpperCase(),
        'call_5f2a',
        ...by,
        '--version',
        '3',
        '--json',
      );
      expect(linked).toMatchObject({ exitCode: 0, stderr: '' });
      expect(JSON.parse(linked.stdout)).toEqual({ ok: true, result: 'done', previousCallId: callId, appointment });
      expect(asked).toEqual([
        { actId: uuid, actor: 'anna', why: 'she rang', appointmentId, version: 3, call: 'call_5f2a' },
      ]);
      expect((await callbook('appointments', 'link', appointmentId, callId, ...by)).stdout).toContain('no call before');
    });

    it('ends with 0 for what is so already', async () => {
      const { exitCode, stdout } = await callbook('appointments', 'unlink', appointmentId, ...by);
      expect({ exitCode, stdout }).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('It belongs to no call; nothing was changed.') as string,
      });
    });

    it.each([
      ['link', ['call_5f2a', '--version', '2'], appointmentId, 'changed since you looked', 'version_mismatch'],
      ['link', ['call_of_others'], appointmentId, 'belongs to another company', 'other_company'],
      ['unlink', [], unknownId, 'no such appointment', 'appointment_unknown'],
    ])('%s %j ends with 1 and says why not', async (verb, rest, which, words, refusal) => {
      const { exitCode, stdout, stderr } = await callbook('appointments', verb, which, ...rest, ...by, '--json');
      expect(exitCode).toBe(1);
      expect(stderr).toContain(words);
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ refusal }] });
    });

    it('writes a note, or removes it', async () => {
      await callbook('appointments', 'note', appointmentId, ' brings her own towel ', ...by);
      await callbook('appointments', 'note', appointmentId, '--clear', ...by);
      expect(asked).toMatchObject([{ notes: 'brings her own towel', version: null }, { notes: null }]);
    });

    it.each([
      [['link', 'not-an-id', 'call', ...by], 'is not the id of an appointment'],
      [['link', appointmentId, 'call', ...by, '--version', 'old'], 'is not a version'],
      [['link', appointmentId, 'call', '--why', ' '], '--why is empty'],
      [['unlink', appointmentId], "required option '--why <text>'"],
      [['note', appointmentId, ...by], 'There is no note to write'],
      [['note', appointmentId, 'text', '--clear', ...by], 'written and removed at once'],
    ])('%j ends with 2 and asks nobody', async (args, words) => {
      const { exitCode, stdout, stderr } = await callbook('appointments', ...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(words);
      expect(asked).toEqual([]);
    });
  });

  describe('customers', () => {
    it('shows who is known by a number or an address, and into whom they were merged', async () => {
      const { stdout } = await callbook('customers', 'show', ' +4915112345678 ', '--company', 'salon-lindenhof');
      for (const cell of ['Eva Lang', '+4915112345678', `into ${intoId}`, 'withheld']) expect(stdout).toContain(cell);
      expect(asked).toEqual([{ who: '+4915112345678', company: 'salon-lindenhof' }]);
      const nobody = await callbook('customers', 'show', 'nobody@kunde.example');
      expect(nobody).toEqual({ exitCode: 0, stdout: 'Nobody is known by that.\n', stderr: '' });
    });

    it('merges two, shows it beforehand, and says how it is taken back', async () => {
      const preview = await callbook('customers', 'merge', customerId, intoId, ...by, '--dry-run');
      expect(preview.stdout).toContain('Would be merged: 2 calls and 1 appointment would go to');
      const merged = await callbook('customers', 'merge', customerId, intoId, ...by);
      expect(merged).toMatchObject({ exitCode: 0, stderr: '' });
      expect(merged.stdout).toContain(`callbook customers unmerge ${customerId}`);
      expect(asked).toMatchObject([
        { customerId, intoId, dryRun: true, actor: 'anna', why: 'she rang' },
        { customerId, intoId, dryRun: false, actId: uuid },
      ]);
    });

    it('ends with 1 for what cannot be, and with 0 for what is so already', async () => {
      const chain = await callbook('customers', 'merge', customerId, unknownId, ...by, '--json');
      expect(chain.exitCode).toBe(1);
      expect(chain.stderr).toContain('that would make a chain');
      expect(JSON.parse(chain.stdout)).toMatchObject({ ok: false, problems: [{ refusal: 'has_merged' }] });
      const undone = await callbook('customers', 'unmerge', customerId, ...by, '--json');
      expect(JSON.parse(undone.stdout)).toMatchObject({ ok: true, result: 'unchanged', movedCalls: 0 });
      expect((await callbook('customers', 'merge', 'eva', intoId, ...by)).exitCode).toBe(2);
    });
  });
});
