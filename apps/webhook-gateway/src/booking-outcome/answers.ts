import { type AnswerStatus, type AppointmentRecorded, callRowId } from '@callbook/contracts';
import type { Company } from '@callbook/catalogue';
import type { AgentAnswer } from '@callbook/retell';
import type { Verdict } from './outcome';
import { sentence, type SentenceKey } from './words/sentence';
import { localIso, spokenList, spokenMoment, spokenName } from './words/spoken';

export type Answer = AgentAnswer<AnswerStatus>;

/** As much of a company as its sentences need. */
export type SpeakingCompany = Pick<Company, 'slug' | 'name' | 'language' | 'timeZone'>;

/** What was asked for, for the sentences said before anything is known. */
export interface Wish {
  readonly retellCallId: string;
  readonly serviceName: string;
  /** ISO 8601. */
  readonly start: string;
}

const mostAlternatives = 3;

/**
 * The answer to a request. It depends on nothing but its arguments, so that every repetition of a request, at any
 * replica, is answered with the same words.
 */
export function answerTo(wish: Wish, verdict: Verdict, company: SpeakingCompany): Answer {
  switch (verdict.kind) {
    case 'recorded':
      return recorded(verdict.appointment, wish, company);
    case 'failed':
      return refused(`refused_${verdict.failure.reason}`, verdict.failure.alternatives, company);
    case 'not_taken':
      return pending('pending_not_taken', wish, company);
    case 'unresolved':
    case 'no_answer_yet':
      return pending('pending', wish, company);
  }
}

/** The request could not be understood; nothing was asked of anybody. */
export function invalid(
  key: SentenceKey,
  company: Pick<Company, 'language'>,
  gaps?: Readonly<Record<string, string>>,
): Answer {
  return answer('invalid', sentence(company.language, key, gaps));
}

function recorded(appointment: AppointmentRecorded, { retellCallId }: Wish, company: SpeakingCompany): Answer {
  const status = statusOf(appointment, callRowId(company.slug, retellCallId));
  const staff = appointment.staffName === null ? null : spokenName(appointment.staffName);
  const say = sentence(company.language, staff === null ? status : `${status}_staff`, {
    service: spokenName(appointment.serviceName ?? sentence(company.language, 'appointment')),
    when: spokenMoment(appointment.startsAt, company),
    company: spokenName(company.name),
    reference: appointment.reference,
    ...(staff !== null && { staff }),
  });
  const start_local = localIso(appointment.startsAt, company.timeZone);
  return { ...answer(status, say), ok: true, start_local, staff, reference: appointment.reference };
}

/** An appointment that belongs to another call was booked before: the caller rang back. */
function statusOf({ status, callId }: AppointmentRecorded, thisCall: string) {
  if (status === 'pending') return 'requested';
  return callId === thisCall ? 'booked' : 'already_booked';
}

function refused(reason: SentenceKey, alternatives: readonly string[], company: SpeakingCompany): Answer {
  const others = alternatives.slice(0, mostAlternatives);
  const moments = others.map((start) => spokenMoment(start, company));
  const offer = sentence(company.language, 'alternatives', {
    alternatives: spokenList(moments, company.language, 'disjunction'),
  });
  const say = sentence(company.language, reason);
  return {
    ...answer('refused', others.length > 0 ? `${say} ${offer}` : say),
    alternatives: others.map((start) => localIso(start, company.timeZone)),
  };
}

function pending(key: SentenceKey, { serviceName, start }: Wish, company: SpeakingCompany): Answer {
  const say = sentence(company.language, key, { service: spokenName(serviceName), when: spokenMoment(start, company) });
  return { ...answer('pending', say), start_local: localIso(start, company.timeZone) };
}

function answer(status: AnswerStatus, say: string): Answer {
  return { ok: false, status, say, start_local: null, staff: null, reference: null, alternatives: [] };
}
