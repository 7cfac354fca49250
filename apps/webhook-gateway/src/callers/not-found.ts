import { type Answer, answer, askBack, type SpeakingCompany } from '../words/answer';
import { sentence } from '../words/sentence';
import type { Choice } from './choose-appointment';

/** No appointment may be spoken of. Says the same whether or not there is one. */
export function notFound(
  kind: Exclude<Choice['kind'], 'found'>,
  company: SpeakingCompany,
  isNumberKnown: boolean,
): Answer {
  if (kind === 'nothing_fits') return answer('none', sentence(company.language, 'no_appointment'));
  return askBack(isNumberKnown ? 'ask_second_fact' : 'ask_reference_and_name', company);
}
