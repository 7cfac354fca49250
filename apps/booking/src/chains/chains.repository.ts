import { ErasedPeople, inTransaction } from '@callbook/database';
import type { Outbox } from '@callbook/outbox';
import type { DataSource } from 'typeorm';
import { followBooking, lockAttempts } from '../attempts/follow-booking.repository';
import type { Clock } from '../clock/clock';
import { isOfErasedPerson } from '../privacy/erased-events.repository';
import { chainEvent, chainEventClass } from './chain-event';
import type { ChainFact } from './chain-fact';
import { isNewsOf, lockChain, storeChain } from './chain-rows.repository';
import { type ChainReading, Chains, type KnownChain } from './chains';

/** Chains in PostgreSQL. */
export class PostgresChains extends Chains {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly erased: ErasedPeople = new ErasedPeople('booking', null),
  ) {
    super();
  }

  async of(company: string, uid: string): Promise<KnownChain | undefined> {
    const [row] = (await this.dataSource.query(
      `SELECT chain.root_uid, chain.current_uid, chain.fact
       FROM booking.chain_uids AS known JOIN booking.chains AS chain USING (company, root_uid)
       WHERE known.company = $1 AND known.uid = $2`,
      [company, uid],
    )) as { root_uid: string; current_uid: string; fact: ChainFact }[];
    return row && { rootUid: row.root_uid, currentUid: row.current_uid, fact: row.fact };
  }

  async take(company: string, reading: ChainReading, causationId: string): Promise<'published' | 'no_news'> {
    const { fact } = reading;
    return inTransaction(this.dataSource, async (tx) => {
      const told = { company, data: fact, time: this.clock.now().toISOString() };
      if (await isOfErasedPerson(tx, this.erased, told)) return 'no_news';
      // First the attempt, then the chain: whoever settles an attempt takes them in this order too.
      if (fact.requestId) await lockAttempts(tx, [fact.requestId]);
      const stored = await lockChain(tx, company, fact.rootUid);
      const type = chainEventClass(fact, stored?.fact);
      if (!type || !(await isNewsOf(tx, company, reading, stored))) return 'no_news';

      const now = this.clock.now();
      const revision = await storeChain(tx, company, reading, { stored, now });
      const { rootUid, requestId, status } = fact;
      await followBooking(tx, { company, rootUid, requestId, status, now });
      await this.outbox.add(tx, chainEvent(type, fact, { company, revision, functionCallIds: [], now, causationId }));
      return 'published';
    });
  }
}
