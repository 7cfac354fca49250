import { callRowId, type Operation } from '@callbook/contracts';
import { type Answer, answer, askBack, type SpeakingCompany } from '../words/answer';
import { sentence, type SentenceKey } from '../words/sentence';
import { localIso, spokenMoment, spokenName } from '../words/spoken';
import { isAlive, type Verdict } from './outcome';
import { type Names, refused } from './refusals';
import { appointmentAnswer } from './appointment-answer';

/** What was asked for, for the sentences said before anything is known. */
export interface Wish {
  readonly operation: Operation;
  readonly retellCallId: string;
  readonly serviceName: string;
  /** ISO 8601: the wanted start; of a cancellation, the start of what is to be cancelled. */
  readonly start: string;
}

/**
 * The answer to a request. It depends on nothing but its arguments, so that every repetition of a request, at any
 * replica, is answered with the same words.
 */
export function answerTo(wish: Wish, verdict: Verdict, company: SpeakingCompany, names: Names): Answer {
  switch (verdict.kind) {
    case 'recorded': {
      const { appointment } = verdict;
      const isOfThisCall = appointment.callId === callRowId(company.slug, wish.retellCallId);
      const settled = isOfThisCall ? 'booked' : 'already_booked';
      const status = appointment.status === 'pending' ? 'requested' : settled;
      return appointmentAnswer(status, status, appointment, company);
    }
    case 'changed':
      return changed(wish, verdict, company);
    case 'failed':
      return refused(wish, verdict.failure, company, names);
    case 'asked_back': {
      const { question, service, start, attendee } = verdict.question;
      return askBack(`ask_${question}`, company, {
        service: spokenName(names.service(service.id) ?? sentence(company.language, 'appointment')),
        when: spokenMoment(start, company),
        name: spokenName(attendee.name ?? '?'),
      });
    }
    case 'not_taken':
    case 'no_answer_yet':
    case 'unresolved':
      return pending(wish, verdict.kind === 'not_taken' ? 'not_taken' : 'pending', company);
  }
}

/** Tells where the appointment stands now, which may no longer be where this request moved it. */
function changed(wish: Wish, { appointment }: Extract<Verdict, { kind: 'changed' }>, company: SpeakingCompany): Answer {
  if (wish.operation === 'cancel') return appointmentAnswer('cancelled', 'cancelled', appointment, company);
  if (!isAlive(appointment.status)) return answer('refused', sentence(company.language, 'refused_appointment_ended'));
  return appointment.status === 'pending'
    ? appointmentAnswer('requested', 'move_requested', appointment, company)
    : appointmentAnswer('moved', 'moved', appointment, company);
}

function pending(wish: Wish, kind: 'pending' | 'not_taken', company: SpeakingCompany): Answer {
  const key: SentenceKey = `${kind}_${wish.operation}`;
  const say = sentence(company.language, key, {
    service: spokenName(wish.serviceName),
    when: spokenMoment(wish.start, company),
  });
  return answer('pending', say, { start_local: localIso(wish.start, company.timeZone) });
}
