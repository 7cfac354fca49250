import type { AnswerStatus, AppointmentState } from '@callbook/contracts';
import { type Answer, answer, type SpeakingCompany } from '../words/answer';
import { sentence } from '../words/sentence';
import { localIso, spokenMoment, spokenName } from '../words/spoken';

type Told = 'booked' | 'already_booked' | 'requested' | 'moved' | 'move_requested' | 'cancelled';

/** What became of an appointment, as the record has it. */
export function appointmentAnswer(
  status: AnswerStatus,
  told: Told,
  appointment: AppointmentState,
  company: SpeakingCompany,
): Answer {
  const { language, timeZone } = company;
  const { reference, startsAt } = appointment;
  const staff = appointment.staffName === null ? null : spokenName(appointment.staffName);
  const key = staff === null || told === 'cancelled' ? told : (`${told}_staff` as const);
  const say = sentence(language, key, {
    service: spokenName(appointment.serviceName ?? sentence(language, 'appointment')),
    when: spokenMoment(startsAt, company),
    company: spokenName(company.name),
    reference,
    ...(staff !== null && { staff }),
  });
  return answer(status, say, { ok: true, start_local: localIso(startsAt, timeZone), staff, reference });
}
