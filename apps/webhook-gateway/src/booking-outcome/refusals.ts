import type { BookingFailed, RefusalReason } from '@callbook/contracts';
import { type Answer, answer, type SpeakingCompany } from '../words/answer';
import { mostOffers, spokenOffers, type StaffName } from '../words/offers';
import { sentence, type SentenceKey } from '../words/sentence';
import { localIso, spokenMoment } from '../words/spoken';
import type { Wish } from './answers';

/** Names by catalogue id. */
export interface Names {
  readonly staff: StaffName;
  readonly service: (serviceId: string) => string | undefined;
}

/** After these nothing can be said to have stayed as it was. */
const nothingToKeep: readonly RefusalReason[] = ['withdrawn', 'superseded', 'appointment_ended', 'appointment_unknown'];

const ofChanges: Partial<Record<RefusalReason, SentenceKey>> = {
  not_allowed: 'change_not_allowed',
  too_soon: 'change_too_soon',
};

/** Nothing was done, and why, with up to three other times. */
export function refused(wish: Wish, failure: BookingFailed, company: SpeakingCompany, names: Names): Answer {
  const { language, timeZone } = company;
  const { reason } = failure;
  const isChange = wish.operation !== 'book';
  if (wish.operation === 'cancel' && reason === 'withdrawn') return wishWithdrawn(wish, company);

  const offers = failure.alternatives.slice(0, mostOffers);
  const told = [sentence(language, (isChange && ofChanges[reason]) || `refused_${reason}`)];
  if (isChange && !nothingToKeep.includes(reason)) told.push(sentence(language, 'kept'));
  if (offers.length > 0) {
    told.push(sentence(language, 'alternatives', { offers: spokenOffers(offers, company, names.staff) }));
  }
  return answer('refused', told.join(' '), { alternatives: offers.map(({ start }) => localIso(start, timeZone)) });
}

/** What was to be cancelled had not been booked yet, and now never will be. */
function wishWithdrawn({ start }: Wish, company: SpeakingCompany): Answer {
  const say = sentence(company.language, 'wish_withdrawn', { when: spokenMoment(start, company) });
  return answer('cancelled', say, { ok: true, start_local: localIso(start, company.timeZone) });
}
