import type { Alternative } from '@callbook/contracts';
import type { Offer, OfferPart } from './offers';

const MINUTE = 60_000;

/** The starts that are free for one part, in order. */
export type StartsOf = (part: OfferPart) => readonly Date[];

/** Starts at which the whole of an offer is free: those of its first part at which the others are free in their turn. */
export function freeStarts({ parts }: Offer, startsOf: StartsOf): Date[] {
  const [first, ...others] = parts;
  if (!first) return [];
  return startsOf(first)
    .map((free) => new Date(free.getTime() - first.offsetMinutes * MINUTE))
    .filter((start) =>
      others.every((part) => {
        const at = new Date(start.getTime() + part.offsetMinutes * MINUTE);
        return isFreeThroughout(startsOf(part), at, part.minutes);
      }),
    );
}

/**
 * Whether somebody is free for so long. Free starts lie on a grid, and the second part of a service seldom begins on it: who
 * is free for the slots that cover its time is free for it. That holds for one person, not for several who take turns.
 */
export function isFreeThroughout(starts: readonly Date[], at: Date, minutes: number): boolean {
  const end = at.getTime() + minutes * MINUTE;
  let free = at.getTime();
  for (const start of starts) {
    if (start.getTime() > free) break;
    free = Math.max(free, start.getTime() + minutes * MINUTE);
    if (free >= end) return true;
  }
  return false;
}

export interface Choice {
  readonly from: Date;
  readonly to: Date;
  readonly near: Date | null;
  readonly limit: number;
  /** No answer, being what was refused. */
  readonly except?: { readonly offer: Offer; readonly start: Date };
}

/** Each start once: those of the wished person before the others', and then nearest first, or in order of time. */
export function chosen(offers: readonly Offer[], startsOf: StartsOf, choice: Choice): Alternative[] {
  const { from, to, near, limit, except } = choice;
  const seen = new Set<number>();
  return offers
    .flatMap((offer) =>
      freeStarts(offer, startsOf)
        .filter((start) => offer !== except?.offer || start.getTime() !== except.start.getTime())
        .map((start) => ({ start, staffId: offer.staffId, rank: offer.isWished ? 0 : 1 })),
    )
    .filter(({ start }) => start >= from && start < to)
    .filter(({ start }) => !seen.has(start.getTime()) && seen.add(start.getTime()))
    .toSorted(
      (a, b) => a.rank - b.rank || distance(a.start, near) - distance(b.start, near) || before(a.start, b.start),
    )
    .slice(0, limit)
    .map(({ start, staffId }) => ({ start: start.toISOString(), staffId }));
}

function distance(start: Date, near: Date | null): number {
  return near ? Math.abs(start.getTime() - near.getTime()) : 0;
}

function before(a: Date, b: Date): number {
  return a.getTime() - b.getTime();
}
