import { DateTime } from 'luxon';
import { type Answer, answer, notPossible, type SpeakingCompany } from '../words/answer';
import { spokenOffers, type StaffName } from '../words/offers';
import { countedSentence, type Gaps, sentence } from '../words/sentence';
import { localIso, spoken, spokenMoment, spokenName } from '../words/spoken';
import type { FoundTimes, FreeTimesWish } from './look-up-free-times';

/** What is free, or why that cannot be told. */
export function availabilityAnswer(
  wish: FreeTimesWish,
  found: FoundTimes,
  company: SpeakingCompany,
  staffName: StaffName,
): Answer {
  const { language, timeZone } = company;
  const service = spokenName(wish.service.name[language]);
  if (found.problem === 'unavailable') return notPossible('not_looked_up', company, { service });
  if (found.problem === 'unknown_service') return notPossible('not_bookable', company, { service });

  const { slots } = found;
  const [first] = slots;
  if (!first) return answer('none', nothing(wish, found, company, service));
  const offers = spokenOffers(slots, company, staffName);
  const name = first.staffId === null ? undefined : staffName(first.staffId);
  return answer('found', told(wish, found, company, { service, offers }, staffName), {
    ok: true,
    start_local: localIso(first.start, timeZone),
    staff: name === undefined ? null : spokenName(name),
    alternatives: slots.map(({ start }) => localIso(start, timeZone)),
  });
}

type Spoken = Gaps & { readonly service: string; readonly offers: string };

function told(
  wish: FreeTimesWish,
  found: FoundTimes,
  company: SpeakingCompany,
  gaps: Spoken,
  staffName: StaffName,
): string {
  const { language } = company;
  const { person, when } = wish;
  const [first] = found.slots;
  const staff = person ? spokenName(person.name) : '';
  // The wished person's times come first: if the first one is somebody else's, the person has none.
  const isOthers = person !== null && first !== undefined && first.staffId !== null && first.staffId !== person.id;

  if (found.isBeside) {
    const offer = sentence(language, 'alternatives', gaps);
    return `${nothing(wish, found, company, gaps.service)} ${offer}`;
  }
  if (isOthers) return sentence(language, 'others_only', { ...gaps, staff });
  if (when.kind !== 'at' || !first) return countedSentence(language, 'free', found.slots.length, gaps);

  const at = { ...gaps, when: spokenMoment(when.start, company) };
  if (Date.parse(first.start) === when.start.getTime()) {
    const host = first.staffId === null ? undefined : staffName(first.staffId);
    if (host === undefined) return sentence(language, 'free_at_wish', at);
    return sentence(language, 'free_at_wish_staff', { ...at, staff: spokenName(host) });
  }
  return person === null
    ? sentence(language, 'taken_at_wish', at)
    : sentence(language, 'taken_at_wish_staff', { ...at, staff });
}

/** Only what was looked through is said to hold nothing. */
function nothing({ when }: FreeTimesWish, { searched }: FoundTimes, company: SpeakingCompany, service: string): string {
  const { language, timeZone } = company;
  const lastMoment = new Date(searched.to.getTime() - 1);
  const [from, to] = [searched.from, lastMoment].map((moment) => spoken('date', moment, company));
  const part = when.kind === 'at' ? null : when.part;
  const day = part === null ? to : `${to}, ${sentence(language, `part_${part}`)}`;
  const isOneDay = isSameDay(searched.from, lastMoment, timeZone);
  return sentence(language, isOneDay ? 'nothing_on_day' : 'nothing_between', {
    service,
    from: from ?? '',
    day: day ?? '',
  });
}

function isSameDay(one: Date, two: Date, zone: string): boolean {
  return DateTime.fromJSDate(one, { zone }).hasSame(DateTime.fromJSDate(two, { zone }), 'day');
}
