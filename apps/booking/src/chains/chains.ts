import type { ChainFact } from './chain-fact';

/** What was read about a chain, ready to be judged against what is stored. */
export interface ChainReading {
  readonly fact: ChainFact;
  /** Every uid of the chain that was seen, oldest first. */
  readonly uids: readonly string[];
  /** Of the answer that showed the newest booking. */
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

/** A chain as it was published last. */
export interface KnownChain {
  readonly rootUid: string;
  readonly currentUid: string;
  readonly fact: ChainFact;
}

/** All chains of Cal.com bookings that are appointments. Answers about one chain are judged one after the other. */
export abstract class Chains {
  /** The chain that has, or ever had, this uid. */
  abstract of(company: string, uid: string): Promise<KnownChain | undefined>;

  /**
   * Publishes the chain's whole state when the reading is news: judged, numbered, stored and put into the outbox in one
   * transaction, in which the round that booked it is closed when the booking has ended.
   * @param causationId the message that led to the look
   */
  abstract take(company: string, reading: ChainReading, causationId: string): Promise<'published' | 'no_news'>;
}
