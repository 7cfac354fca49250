/** What decides between two answers about one chain of bookings. */
export interface ChainAnswer {
  readonly uid: string;
  readonly contentHash: string;
  /** The provider's own time stamp, when it gave one. */
  readonly providerUpdatedAt: Date | null;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

export interface StoredChain extends Omit<ChainAnswer, 'askedAt'> {
  readonly revision: number;
}

/**
 * Whether an answer is news. Answers overtake each other, so the provider's time stamp decides; where it cannot, only an
 * answer asked for after the stored one had come is newer for certain.
 */
export function isNews(answer: ChainAnswer, stored: StoredChain | undefined): boolean {
  if (!stored) return true;
  if (answer.contentHash === stored.contentHash) return false;
  const sameBooking = answer.uid === stored.uid;
  if (sameBooking && answer.providerUpdatedAt && stored.providerUpdatedAt) {
    const difference = answer.providerUpdatedAt.getTime() - stored.providerUpdatedAt.getTime();
    if (difference !== 0) return difference > 0;
  }
  return answer.askedAt.getTime() > stored.answeredAt.getTime();
}

/** Always greater than the last, and near the clock, so that a rebuild from nothing still outranks what went before. */
export function nextRevision(stored: Pick<StoredChain, 'revision'> | undefined, now: Date): number {
  return Math.max((stored?.revision ?? 0) + 1, now.getTime());
}
