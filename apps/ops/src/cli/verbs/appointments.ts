import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import {
  type AppointmentActOptions,
  linkAppointmentCommand,
  noteAppointmentCommand,
  type NoteOptions,
  showAppointmentCommand,
  unlinkAppointmentCommand,
} from '../commands/appointments';
import { act, actSettings, again, answer, examples, type Json, verb } from './verb';

export function appointmentsVerbs(program: Command, line: CommandLine): void {
  const appointments = program
    .command('appointments')
    .description('what people decide about an appointment: its call, and its note');
  verb(appointments, 'show', 'its call, note and version')
    .argument('<id>', 'of the appointment')
    .addHelpText('after', examples('callbook appointments show 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11') + actSettings)
    .action((id: string, options: Json) => answer(line, options, showAppointmentCommand(line, id)));
  act(appointments, 'link', 'give it to a call, whichever it belonged to before; facts decide about its link no more')
    .argument('<id>', 'of the appointment')
    .argument('<call>', 'id of the call, here or at Retell')
    .option('--version <number>', 'refuse it when the appointment was changed since that version')
    .addHelpText(
      'after',
      examples('callbook appointments link 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 call_5f2a --why "booked by hand"') +
        again +
        actSettings,
    )
    .action((id: string, call: string, options: Json & AppointmentActOptions) =>
      answer(line, options, linkAppointmentCommand(line, id, call, options)),
    );
  act(appointments, 'unlink', 'take it from its call, on both sides; facts do not bring the link back')
    .argument('<id>', 'of the appointment')
    .option('--version <number>', 'refuse it when the appointment was changed since that version')
    .addHelpText(
      'after',
      examples('callbook appointments unlink 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --why "another caller"') +
        again +
        actSettings,
    )
    .action((id: string, options: Json & AppointmentActOptions) =>
      answer(line, options, unlinkAppointmentCommand(line, id, options)),
    );
  act(appointments, 'note', 'write its note, in place of the one before')
    .argument('<id>', 'of the appointment')
    .argument('[text]', 'the whole note')
    .option('--clear', 'remove the note')
    .option('--version <number>', 'refuse it when the appointment was changed since that version')
    .addHelpText(
      'after',
      examples(
        'callbook appointments note 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 "brings her own towel" --why "she rang" --version 3',
        'callbook appointments note 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --clear --why "no longer true"',
      ) +
        again +
        actSettings,
    )
    .action((id: string, text: string | undefined, options: Json & NoteOptions) =>
      answer(line, options, noteAppointmentCommand(line, id, text, options)),
    );
}
