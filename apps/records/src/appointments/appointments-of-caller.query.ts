import { AppointmentsOfCaller, type AppointmentsReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { CallerAppointments } from './caller-appointments.repository';

@Controller()
export class AppointmentsOfCallerQuery {
  constructor(private readonly appointments: CallerAppointments) {}

  @AnswerQuery(AppointmentsOfCaller)
  async handle(request: AppointmentsOfCaller): Promise<AppointmentsReply> {
    return { appointments: await this.appointments.find(request) };
  }
}
