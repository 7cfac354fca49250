import type { Event } from '@callbook/contracts';
import type { Clock } from '../clock/clock';
import { chainEvent, chainEventClass } from './chain-event';
import { type ChainFact, contentHashOf } from './chain-fact';
import { type ChainAnswer, isNews, nextRevision, type StoredChain } from './chain-revision';
import { type ChainReading, Chains, type KnownChain } from './chains';

interface Stored extends StoredChain {
  readonly reading: ChainReading;
}

/** Chains without a database, for simulations. */
export class InMemoryChains extends Chains {
  private readonly stored = new Map<string, Stored>();
  private readonly roots = new Map<string, string>();
  /** Set by the attempts kept beside it. */
  follow: (company: string, fact: ChainFact) => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    readonly published: Event<object>[],
  ) {
    super();
  }

  async of(company: string, uid: string): Promise<KnownChain | undefined> {
    const root = this.roots.get(`${company}/${uid}`);
    const chain = root === undefined ? undefined : this.stored.get(root);
    if (!chain) return undefined;
    const { fact } = chain.reading;
    return { rootUid: fact.rootUid, currentUid: fact.calcomUid, fact };
  }

  async take(company: string, reading: ChainReading, causationId: string): Promise<'published' | 'no_news'> {
    const { fact } = reading;
    const stored = this.stored.get(keyOf(company, reading));
    const type = chainEventClass(fact, stored?.reading.fact);
    if (!type || !this.isNewsOf(company, reading)) return 'no_news';

    const revision = this.store(company, reading);
    this.follow(company, fact);
    const now = this.clock.now();
    this.published.push(chainEvent(type, fact, { company, revision, functionCallIds: [], now, causationId }));
    return 'published';
  }

  /** Whether the reading tells what is stored, or something newer. */
  isCurrent(company: string, reading: ChainReading): boolean {
    const stored = this.stored.get(keyOf(company, reading));
    return contentHashOf(reading.fact) === stored?.contentHash || this.isNewsOf(company, reading);
  }

  /** Of the chain that has, or ever had, this uid. */
  rootOf(company: string, uid: string): string | undefined {
    const key = this.roots.get(`${company}/${uid}`);
    return key && this.stored.get(key)?.reading.fact.rootUid;
  }

  /** The number that storing a fact of the chain gives it now. */
  nextRevisionOf(company: string, rootUid: string): number {
    return nextRevision(this.stored.get(`${company}/${rootUid}`), this.clock.now());
  }

  /** Stores the chain's newest fact and numbers it. */
  store(company: string, reading: ChainReading): number {
    const { fact, uids } = reading;
    const key = keyOf(company, reading);
    const revision = this.nextRevisionOf(company, fact.rootUid);
    this.stored.set(key, { ...answerIn(reading), revision, reading });
    for (const uid of [fact.rootUid, ...uids, fact.calcomUid]) {
      if (!this.roots.has(`${company}/${uid}`)) this.roots.set(`${company}/${uid}`, key);
    }
    return revision;
  }

  /** A chain never goes back to a booking it was moved away from: an answer that says so is an old one. */
  private isNewsOf(company: string, reading: ChainReading): boolean {
    const stored = this.stored.get(keyOf(company, reading));
    const answer = answerIn(reading);
    if (!isNews(answer, stored)) return false;
    return !stored || stored.uid === answer.uid || !this.roots.has(`${company}/${answer.uid}`);
  }
}

const keyOf = (company: string, { fact }: ChainReading): string => `${company}/${fact.rootUid}`;

function answerIn({ fact, askedAt, answeredAt }: ChainReading): ChainAnswer {
  const providerUpdatedAt = fact.providerUpdatedAt === null ? null : new Date(fact.providerUpdatedAt);
  return { uid: fact.calcomUid, contentHash: contentHashOf(fact), providerUpdatedAt, askedAt, answeredAt };
}
