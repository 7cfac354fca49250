import type { Company } from '@callbook/catalogue';
import type { AnswerStatus } from '@callbook/contracts';
import type { AgentAnswer } from '@callbook/retell';
import { type Gaps, sentence, type SentenceKey } from './sentence';

export type Answer = AgentAnswer<AnswerStatus>;

/** As much of a company as its sentences need. */
export type SpeakingCompany = Pick<Company, 'slug' | 'name' | 'language' | 'timeZone'>;

/** An answer with nothing in it but what is given. */
export function answer(status: AnswerStatus, say: string, more: Partial<Answer> = {}): Answer {
  return { ok: false, status, say, start_local: null, staff: null, reference: null, alternatives: [], ...more };
}

/** The request could not be understood; nothing was asked of anybody. */
export function invalid(key: SentenceKey, { language }: Pick<Company, 'language'>, gaps?: Gaps): Answer {
  return answer('invalid', sentence(language, key, gaps));
}

/** The caller has to say more first. */
export function askBack(key: SentenceKey, { language }: Pick<Company, 'language'>, gaps?: Gaps): Answer {
  return answer('ask_back', sentence(language, key, gaps));
}

/** Nothing was done, and nothing can be said about how things stand. */
export function notPossible(key: SentenceKey, { language }: Pick<Company, 'language'>, gaps?: Gaps): Answer {
  return answer('refused', sentence(language, key, gaps));
}
