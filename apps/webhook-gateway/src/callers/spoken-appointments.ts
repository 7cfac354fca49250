import type { FoundAppointment } from '@callbook/contracts';
import type { SpeakingCompany } from '../words/answer';
import { sentence } from '../words/sentence';
import { spokenList, spokenMoment, spokenName } from '../words/spoken';

/** What and when, and with whom. */
export function spokenAppointment(
  { serviceName, staffName, startsAt }: FoundAppointment,
  company: SpeakingCompany,
): string {
  const { language } = company;
  return sentence(language, staffName === null ? 'item' : 'item_staff', {
    service: spokenName(serviceName ?? sentence(language, 'appointment')),
    when: spokenMoment(startsAt, company),
    ...(staffName !== null && { staff: spokenName(staffName) }),
  });
}

/** With its reference, and whether it stands. */
export function spokenInFull(appointment: FoundAppointment, company: SpeakingCompany): string {
  const { language } = company;
  const { reference, status } = appointment;
  const item = sentence(language, 'item_reference', { item: spokenAppointment(appointment, company), reference });
  return status === 'pending' ? sentence(language, 'item_unconfirmed', { item }) : item;
}

const mostChoices = 4;

/** Of which one is meant. */
export function spokenChoice(appointments: readonly FoundAppointment[], company: SpeakingCompany): string {
  const items = appointments.slice(0, mostChoices).map((one) => spokenAppointment(one, company));
  return spokenList(items, company.language, 'disjunction');
}
