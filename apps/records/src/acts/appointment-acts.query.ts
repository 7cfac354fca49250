import {
  type AppointmentActReply,
  type AppointmentAtDeskReply,
  LinkAppointment,
  NoteAppointment,
  ShowAppointment,
  UnlinkAppointment,
} from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { DecideLink, type LinkOutcome } from '../links/decide-link';
import { type NoteOutcome, WriteNote } from '../notes/write-note';
import { AppointmentDesk } from './appointment-desk.repository';

@Controller()
export class AppointmentActsQuery {
  constructor(
    private readonly decideLink: DecideLink,
    private readonly writeNote: WriteNote,
    private readonly desk: AppointmentDesk,
  ) {}

  @AnswerQuery(ShowAppointment)
  async show({ appointmentId }: ShowAppointment): Promise<AppointmentAtDeskReply> {
    return { appointment: await this.desk.find(appointmentId) };
  }

  @AnswerQuery(LinkAppointment)
  async link(request: LinkAppointment): Promise<AppointmentActReply> {
    return this.reply(request.appointmentId, await this.decideLink.perform(request));
  }

  @AnswerQuery(UnlinkAppointment)
  async unlink(request: UnlinkAppointment): Promise<AppointmentActReply> {
    return this.reply(request.appointmentId, await this.decideLink.perform(request));
  }

  @AnswerQuery(NoteAppointment)
  async note(request: NoteAppointment): Promise<AppointmentActReply> {
    return this.reply(request.appointmentId, await this.writeNote.perform(request));
  }

  private async reply(appointmentId: string, outcome: LinkOutcome | NoteOutcome): Promise<AppointmentActReply> {
    return {
      result: outcome.result,
      refusal: outcome.result === 'refused' ? outcome.refusal : null,
      previousCallId: 'previousCallId' in outcome ? outcome.previousCallId : null,
      appointment: await this.desk.find(appointmentId),
    };
  }
}
