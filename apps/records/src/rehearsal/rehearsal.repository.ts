import { CatalogueSource } from '@callbook/catalogue';
import type { Event, MessageToPredict, PredictedEffect } from '@callbook/contracts';
import { ErasedPeople } from '@callbook/database';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { Clock } from '../clock/clock';
import { Patience } from '../owed-answers/owed-in-time';
import { reachOf } from '../transaction/reach';
import { isMadeMeanwhile, isRefused } from '../transaction/refused.repository';
import { StoredRows } from '../transaction/stored-rows.repository';
import { WorkingSet } from '../transaction/working-set';
import { notRehearsed, type Part, partOf } from './part';
import { predictionOf, type Rehearsed } from './prediction';
import { RehearsedActs, RehearsedRecords, type Scene } from './rehearsed-records.repository';

/** What is not seen in a rehearsal. */
const unseen = { effect: 'change', changes: null } as const;

/** How long a rehearsal waits for rows that somebody writes, and how long one statement may take: nobody is to wait for it. */
const limits = `SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '10s'`;

/**
 * Finds out what messages would do by handling them, with the use cases, the rows and the checks of the database, and then
 * rolling everything back. The rows are locked meanwhile, as when they are handled: some hundred milliseconds for 100 messages.
 */
@Injectable()
export class Rehearsal {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CatalogueSource) private readonly catalogue: CatalogueSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
    @Inject(Patience) private readonly patience: Patience,
  ) {}

  /** In the given order, each as if those before it had been handled; what people decided is rehearsed on its own. */
  async predict(messages: readonly MessageToPredict[]): Promise<PredictedEffect[]> {
    const parts = messages.map(partOf);
    const told = new Map<Part, Rehearsed>();
    await this.rehearse(
      parts.filter(({ event, handler }) => event && handler && !handler.isAct),
      told,
    );
    for (const part of parts) if (part.event && part.handler?.isAct) await this.rehearse([part], told);
    const others = parts.filter(({ queue, event }) => event && queue in notRehearsed);
    const known = await handledOf(this.dataSource.manager, others);
    return parts.map((part) => {
      const other = part.event && notRehearsed[part.queue];
      if (!other) return predictionOf(told.get(part) ?? { kind: 'failed', error: part.broken }, part.eventId);
      if (known.has(`${part.queue} ${part.eventId}`)) return predictionOf({ kind: 'handled_before' }, part.eventId);
      return { ...predictionOf({ kind: 'done', effect: [] }, part.eventId), ...unseen, reason: other.does };
    });
  }

  /** Of what the database refuses the halves are tried, and so on: as when it is handled, what is wrong fails alone. */
  private async rehearse(parts: readonly Part[], told: Map<Part, Rehearsed>, reruns = 3): Promise<void> {
    if (parts.length === 0) return;
    try {
      for (const [part, rehearsed] of await this.inRolledBackTransaction((tx) => this.play(tx, parts)))
        told.set(part, rehearsed);
    } catch (error) {
      if (reruns > 0 && isMadeMeanwhile(error)) return this.rehearse(parts, told, reruns - 1);
      if (!isRefused(error)) throw error;
      if (parts.length === 1) {
        told.set(parts[0] as Part, { kind: 'failed', error });
        return;
      }
      const half = Math.ceil(parts.length / 2);
      await this.rehearse(parts.slice(0, half), told);
      await this.rehearse(parts.slice(half), told);
    }
  }

  private async play(tx: EntityManager, parts: readonly Part[]): Promise<Map<Part, Rehearsed>> {
    const store = new StoredRows(tx);
    const set = new WorkingSet(store);
    const scene: Scene = {
      ...{ tx, set, erased: this.erased, patience: this.patience },
      handled: await handledOf(tx, parts),
      played: new Set(),
    };
    const catalogue = this.catalogue.current();
    const events = parts.filter(({ handler }) => !handler?.isAct).map(({ event }) => event as Event<object>);
    await set.fetch(...events.map((event) => reachOf(event, catalogue)));
    const seen = new Map<Part, Rehearsed>();
    for (const part of parts) seen.set(part, await this.playOne(scene, part));
    await store.write(set.changes());
    await tx.query('SET CONSTRAINTS ALL IMMEDIATE');
    return seen;
  }

  private async playOne(scene: Scene, { handler, event, queue }: Part): Promise<Rehearsed> {
    const records = new RehearsedRecords(scene);
    const acts = new RehearsedActs(scene);
    const { catalogue, clock } = this;
    scene.set.begin();
    try {
      const played = event as Event<object>;
      await handler?.handle({ records, acts, catalogue, clock }, played, { id: played.id, queue });
      return records.seen ?? acts.seen ?? { kind: 'done', effect: [] };
    } catch (error) {
      if (error instanceof QueryFailedError) throw error; // the transaction is lost, for all of them
      scene.set.rollBack();
      return { kind: 'failed', error };
    }
  }

  private async inRolledBackTransaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(limits);
      return await work(runner.manager);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      await runner.release();
    }
  }
}

async function handledOf(tx: EntityManager, parts: readonly Part[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string; queue: string }[]>(
    `SELECT message_id AS id, queue FROM records.inbox
     WHERE (message_id, queue) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))`,
    [parts.map(({ eventId }) => eventId), parts.map(({ queue }) => queue)],
  );
  return new Set(rows.map(({ id, queue }) => `${queue} ${id}`));
}
