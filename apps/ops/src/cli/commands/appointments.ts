import { readConfig } from '@callbook/config';
import {
  type AppointmentActRefusal,
  type AppointmentActReply,
  type AppointmentAtDesk,
  LinkAppointment,
  NoteAppointment,
  ShowAppointment,
  UnlinkAppointment,
} from '@callbook/contracts';
import Table from 'cli-table3';
import { BrokerConfig } from '../../config';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withQueries } from '../with-queries';
import { actBy, type ActOptions, idOf } from './acts';

export interface AppointmentActOptions extends ActOptions {
  readonly version?: string;
}

export interface NoteOptions extends AppointmentActOptions {
  readonly clear?: boolean;
}

const whereFrom = 'Take it from the appointment lists of records (GET /v1/appointments).';

/** `callbook appointments show ID` */
export async function showAppointmentCommand({ env }: CommandLine, id: string): Promise<Answer> {
  const question = { appointmentId: idOf(id, 'an appointment', whereFrom) };
  const { appointment } = await withQueries(readConfig(BrokerConfig, env), (queries) =>
    queries.ask(ShowAppointment, question),
  );
  if (!appointment) throw new CommandFailure(`There is no appointment ${id}.`, whereFrom);
  return { json: { appointment }, text: tableOf(appointment) };
}

/** `callbook appointments link ID CALL` */
export async function linkAppointmentCommand(
  { env }: CommandLine,
  id: string,
  call: string,
  options: AppointmentActOptions,
): Promise<Answer> {
  const question = { ...asked(id, options), call: call.trim() };
  const reply = await withQueries(readConfig(BrokerConfig, env), (queries) => queries.ask(LinkAppointment, question));
  return told(reply, id, {
    done: reply.previousCallId
      ? `Linked; it belonged to call ${reply.previousCallId} before.`
      : 'Linked; it belonged to no call before.',
    unchanged: 'It belongs to that call already; nothing was changed.',
  });
}

/** `callbook appointments unlink ID` */
export async function unlinkAppointmentCommand(
  { env }: CommandLine,
  id: string,
  options: AppointmentActOptions,
): Promise<Answer> {
  const question = asked(id, options);
  const reply = await withQueries(readConfig(BrokerConfig, env), (queries) => queries.ask(UnlinkAppointment, question));
  return told(reply, id, {
    done: `Unlinked; it belonged to call ${reply.previousCallId} before.`,
    unchanged: 'It belongs to no call; nothing was changed.',
  });
}

/** `callbook appointments note ID [TEXT]` */
export async function noteAppointmentCommand(
  { env }: CommandLine,
  id: string,
  text: string | undefined,
  options: NoteOptions,
): Promise<Answer> {
  const notes = text?.trim() ?? '';
  if ((notes === '') !== (options.clear ?? false)) {
    const what = notes === '' ? 'There is no note to write.' : 'A note cannot be written and removed at once.';
    throw new CommandFailure(what, 'Give the whole note as one argument, or --clear to remove it.', 2);
  }
  const question = { ...asked(id, options), notes: notes === '' ? null : notes };
  const reply = await withQueries(readConfig(BrokerConfig, env), (queries) => queries.ask(NoteAppointment, question));
  return told(reply, id, {
    done: notes === '' ? 'The note is removed.' : 'The note is written.',
    unchanged: 'The note says that already; nothing was changed.',
  });
}

function asked(id: string, options: AppointmentActOptions) {
  const { version: text } = options;
  const version = text === undefined ? null : Number(text);
  if (version !== null && !(Number.isInteger(version) && version > 0))
    throw new CommandFailure(`"${text}" is not a version.`, 'Look: callbook appointments show ID', 2);
  return { ...actBy(options), appointmentId: idOf(id, 'an appointment', whereFrom), version };
}

const refusals: Readonly<Record<AppointmentActRefusal, readonly [what: string, next: string]>> = {
  appointment_unknown: ['There is no such appointment.', whereFrom],
  call_unknown: ["There is no such call in the appointment's company.", 'Give its row id, or its id at Retell.'],
  other_company: ['The call belongs to another company.', 'Only calls of the same company can have the appointment.'],
  version_mismatch: [
    'The appointment was changed since you looked at it; nothing was done.',
    'Look again: callbook appointments show ID. Then repeat with its version.',
  ],
};

function told(
  { result, refusal, previousCallId, appointment }: AppointmentActReply,
  id: string,
  words: { readonly done: string; readonly unchanged: string },
): Answer {
  if (result === 'refused') {
    const [what, next] = refusals[refusal as AppointmentActRefusal];
    throw new CommandFailure(`${id}: ${what}`, next, 1, [{ refusal, appointment }]);
  }
  const json = { result, previousCallId, appointment };
  return { json, text: appointment ? `${tableOf(appointment)}\n${words[result]}` : words[result] };
}

function tableOf({ appointmentId, reference, callId, notes, version }: AppointmentAtDesk): string {
  const table = new Table({
    head: ['Appointment', 'Reference', 'Call', 'Note', 'Version'],
    style: { head: [], border: [] },
  });
  table.push([appointmentId, reference, callId ?? 'none', notes ?? '', version]);
  return table.toString();
}
