import type { Catalogue, Service } from '@callbook/catalogue';
import type { Alternative } from '@callbook/contracts';
import type { AskedSlots } from './asked-slots';
import { type Choice, chosen } from './free-starts';
import { type Offer, type OfferPart, offersOf } from './offers';

export interface Search extends Omit<Choice, 'except'> {
  readonly service: Service;
  readonly staffId: string | null;
  /** The start at which what was wished for is not to be had. */
  readonly otherThan?: Date;
  /** True: what one person's calendar does not tell leaves the others'. False: without all of it there is no answer. */
  readonly takesPart: boolean;
}

export interface Found {
  readonly slots: Alternative[];
  /** Of the oldest answer. */
  readonly askedAt: Date;
}

/**
 * Free starts of a service, of composite ones those at which every part is free. Undefined when it cannot be booked.
 * @throws CalendarUnavailable
 */
export async function searchSlots(asked: AskedSlots, search: Search, catalogue: Catalogue): Promise<Found | undefined> {
  const offers = offersOf(search.service, search.staffId, catalogue);
  const [asWished] = offers;
  if (!asWished) return undefined;

  const answers = await Promise.allSettled(offers.map((offer) => partsKnown(asked, search, offer)));
  const known = offers.flatMap((offer, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' ? [{ offer, parts: answer.value }] : [];
  });
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed && (!search.takesPart || known.length === 0)) throw failed.reason;

  const parts = known.flatMap(({ parts }) => parts);
  const startsOf = (part: OfferPart) => parts.find((one) => one.part === part)?.starts ?? [];
  const askedAt = new Date(Math.min(...parts.map(({ askedAt }) => askedAt.getTime())));
  const except = search.otherThan && { offer: asWished, start: search.otherThan };
  const offered = known.map(({ offer }) => offer);
  return { slots: chosen(offered, startsOf, { ...search, except }), askedAt };
}

function partsKnown(asked: AskedSlots, { service, from, to }: Search, { parts }: Offer) {
  // The same range for all parts, so that those with one event type are one question.
  const until = new Date(to.getTime() + service.minutes * 60_000);
  return Promise.all(
    parts.map(async (part) => {
      const { eventTypeId, hostSubset } = part;
      const known = await asked.ask({ company: service.company, eventTypeId, hostSubset, from, to: until });
      return { part, ...known };
    }),
  );
}
