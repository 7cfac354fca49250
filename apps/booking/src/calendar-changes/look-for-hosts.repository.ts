import { CalendarNotified, createEvent, derivedId } from '@callbook/contracts';
import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import type { ChainFact } from '../chains/chain-fact';
import { nextHostLook } from '../chains/host-look';
import type { Clock } from '../clock/clock';
import type { Hints } from './hints';

interface DueChain {
  readonly company: string;
  readonly rootUid: string;
  readonly currentUid: string;
  readonly revision: string;
  readonly looks: number;
  readonly fact: ChainFact;
}

/**
 * Asks for a look at every booking whose host the calendar did not name, some time later, and some more times after that. The
 * look is an ordinary one: a host that shows by then is published as any change is.
 */
export class LookForHosts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: Hints,
    private readonly clock: Clock,
    private readonly atOnce: number,
  ) {}

  /** Shared by all replicas. Whoever dies in between has a look asked for twice, which is harmless. @returns whether there may be more */
  execute(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const now = this.clock.now();
      const due = await tx.query<DueChain[]>(dueChains, [now, this.atOnce]);
      for (const chain of due) {
        await this.hints.add(lookAt(chain, now), now);
        await schedule(tx, chain, nextHostLook(chain.fact, chain.looks + 1, now));
      }
      return due.length === this.atOnce;
    });
  }
}

const dueChains = `
  SELECT company, root_uid AS "rootUid", current_uid AS "currentUid", revision, host_looks AS looks, fact
  FROM booking.chains WHERE host_look_at <= $1 ORDER BY host_look_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

async function schedule(tx: EntityManager, { company, rootUid }: DueChain, at: Date | null): Promise<void> {
  await tx.query(
    'UPDATE booking.chains SET host_looks = host_looks + 1, host_look_at = $3 WHERE company = $1 AND root_uid = $2',
    [company, rootUid, at],
  );
}

function lookAt({ company, rootUid, currentUid, revision, looks }: DueChain, now: Date) {
  const data: CalendarNotified = {
    uid: currentUid,
    previousUid: null,
    trigger: 'HOST_MISSING',
    expectedStatus: null, // nothing to compare with what is known: look
    source: 'list',
    sentAt: null,
  };
  return createEvent(CalendarNotified, data, {
    id: derivedId('host-look', company, rootUid, revision, looks),
    company,
    time: now,
    correlationId: derivedId('chain', company, rootUid),
  });
}
