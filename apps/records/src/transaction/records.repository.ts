import { AsyncResource } from 'node:async_hooks';
import type { Event } from '@callbook/contracts';
import { ErasedPeople } from '@callbook/database';
import { currentCorrelation } from '@callbook/observability';
import type { Inbox, Outbox } from '@callbook/outbox';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { type Patience, usualPatience } from '../owed-answers/owed-in-time';
import { erasedFacts } from '../privacy/privacy-metrics';
import { Batches, type BatchLimits, usualLimits } from './batches';
import type { Reach } from './reach';
import { type Message, Records, type RecordsTransaction } from './records';
import { isMadeMeanwhile, isRefused } from './refused.repository';
import { type ReplayedMessage, reportReplayed } from './replayed-messages.repository';
import { StoredRows } from './stored-rows.repository';
import { WorkingSet } from './working-set';
import { transactionOver } from './working-transaction';

const mostReruns = 3;

interface Job extends Message {
  readonly key: string;
  readonly reach: Reach;
  /** The replay it was sent by, which wants to know what it did. */
  readonly replayId: string | undefined;
  /** What follows from it was told when it was new. */
  readonly isFromHistory: boolean;
  work(tx: RecordsTransaction): Promise<void>;
  done(): void;
  failed(error: unknown): void;
}

/**
 * The record in PostgreSQL: rows, inbox and outbox in one transaction. Messages that come while others are being written
 * are written together, in one transaction for all of them; each ends as if it had been alone.
 */
export class PostgresRecords extends Records {
  private readonly batches: Batches<Job>;

  constructor(
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    limits: BatchLimits = usualLimits,
    private readonly erased: ErasedPeople = new ErasedPeople('records', null),
    private readonly patience: Patience = usualPatience,
  ) {
    super();
    this.batches = new Batches((jobs) => this.handle(jobs), limits, setImmediate);
  }

  once({ id, queue, reach = {} }: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    return new Promise((done, failed) => {
      // It runs for whoever asked for it, with that one's correlation id, whoever else is in the batch.
      const own = AsyncResource.bind(work);
      const { replayId, isFromHistory = false } = currentCorrelation() ?? {};
      this.batches.add({ key: `${queue} ${id}`, id, queue, reach, replayId, isFromHistory, work: own, done, failed });
    });
  }

  /** Of a batch that is refused the halves are tried, and so on: what is wrong fails alone, by its own error. */
  private async handle(jobs: readonly Job[], reruns = 0): Promise<void> {
    try {
      const failures = await this.inOneTransaction(jobs);
      for (const job of jobs) {
        const failure = failures.get(job);
        if (failure) job.failed(failure.error);
        else job.done();
      }
    } catch (error) {
      if (isMadeMeanwhile(error) && reruns < mostReruns) return this.handle(jobs, reruns + 1);
      if (jobs.length === 1 || !isRefused(error)) {
        for (const job of jobs) job.failed(error);
        return;
      }
      const half = Math.ceil(jobs.length / 2);
      await this.handle(jobs.slice(0, half));
      await this.handle(jobs.slice(half));
    }
  }

  /** @returns those whose work failed: nothing of it is written, and they do not count as handled */
  private async inOneTransaction(jobs: readonly Job[]): Promise<Failures> {
    let failures: Failures = new Map();
    await this.inbox.onceEach(jobs, async (tx, fresh) => {
      failures = await this.workOff(tx, fresh);
      return [...failures.keys()];
    });
    return failures;
  }

  private async workOff(tx: EntityManager, jobs: readonly Job[]): Promise<Failures> {
    const store = new StoredRows(tx);
    const set = new WorkingSet(store);
    const known = await this.withoutErased(tx, jobs);
    await set.fetch(...known.map(({ reach }) => reach));
    const transaction = transactionOver(set, this.patience);
    const failures: Failures = new Map();
    const effects = new Map<Job, readonly string[]>();
    const toldBefore = new Set<Event<object>>();
    for (const job of known) {
      set.begin();
      const events = set.events.length;
      try {
        await job.work(transaction);
        if (job.isFromHistory) for (const event of set.events.slice(events)) toldBefore.add(event);
        if (job.replayId) effects.set(job, set.effect());
      } catch (error) {
        if (error instanceof QueryFailedError) throw error; // the transaction is lost, for all of them
        set.rollBack();
        failures.set(job, { error });
      }
    }
    await store.write(set.changes());
    await this.outbox.addSent(tx, ...toldBefore);
    await this.outbox.add(tx, ...set.events.filter((event) => !toldBefore.has(event)));
    await reportReplayed(tx, replayedOf(jobs, failures, effects));
    return failures;
  }

  /** What is told of somebody who was erased counts as handled, and nothing of it is written. */
  private async withoutErased(tx: EntityManager, jobs: readonly Job[]): Promise<Job[]> {
    const told = jobs.flatMap((job) => (job.reach.people ?? []).map((person) => ({ ...person, job })));
    const erased = new Set([...(await this.erased.among(tx, told))].map(({ job }) => job));
    for (const { reach } of erased) erasedFacts.inc({ company: reach.people?.[0]?.company ?? '' });
    return jobs.filter((job) => !erased.has(job));
  }
}

/** What is told of somebody who was erased is handled as well, and does nothing. */
function replayedOf(
  jobs: readonly Job[],
  failures: Failures,
  effects: ReadonlyMap<Job, readonly string[]>,
): ReplayedMessage[] {
  return jobs
    .filter((job) => !failures.has(job))
    .flatMap((job) => {
      const { id, queue, replayId } = job;
      return replayId ? [{ id, queue, replayId, effect: effects.get(job) ?? [] }] : [];
    });
}

type Failures = Map<Job, { readonly error: unknown }>;
