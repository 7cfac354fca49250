import type { CatalogueSource, Company } from '@callbook/catalogue';
import type { DataSource } from 'typeorm';
import type { Clock } from '../../clock/clock';
import { retentionRemoved } from '../privacy-metrics';
import { cutoffOf, type Perishable } from './cutoffs';
import {
  beginning,
  type Place,
  removeExpired,
  removeExpiredWithoutStart,
  type Step,
} from './remove-expired.repository';

const everything: readonly Perishable[] = ['transcript', 'recording', 'summary'];
const dayMs = 86_400_000;

export interface RetentionOptions {
  /** Calls looked at in one statement; default 1000. */
  readonly batchSize?: number;
}

/**
 * Removes what companies no longer keep. Any number of replicas may do it at once. What one pass has gone through the next
 * one skips, but for a day: nothing older is written any more, for what is past its time is not stored.
 */
export class ApplyRetention {
  private readonly done = new Map<string, Place>();
  private pass?: AsyncGenerator<void, void>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly options: RetentionOptions = {},
  ) {}

  /** Removes one batch more; afterwards a new pass begins. @returns whether there is more in this pass */
  async execute(): Promise<boolean> {
    const pass = (this.pass ??= this.passOver());
    this.pass = undefined; // one that fails is not gone on with
    const { done = false } = await pass.next();
    if (!done) this.pass = pass;
    return !done;
  }

  /** Once through all companies, with a stop after each batch. */
  private async *passOver(): AsyncGenerator<void, void> {
    for (const company of this.catalogue.current().companies())
      for (const what of everything) yield* this.apply(company, what);
  }

  private async *apply({ slug: company, retention }: Company, what: Perishable): AsyncGenerator<void, void> {
    const before = cutoffOf(what, retention, this.clock.now());
    if (!before) return;
    const { batchSize = 1_000 } = this.options;
    const removed = (count: number) => retentionRemoved.inc({ company, what }, count);
    removed(await removeExpiredWithoutStart(this.dataSource, what, { company, before, batchSize }));
    const key = `${company} ${what}`;
    for (let after: Place | null = this.from(key, before); after;) {
      const step: Step = await removeExpired(this.dataSource, what, { company, after, before, batchSize });
      removed(step.removed);
      if (step.next) this.done.set(key, step.next);
      after = step.next;
      yield;
    }
    this.done.set(key, { ...beginning, startedAt: before });
  }

  /** A policy that became longer lets older calls be written again: then it begins there. */
  private from(key: string, before: Date): Place {
    const done = this.done.get(key);
    if (!done) return beginning;
    const startedAt = new Date(Math.min(done.startedAt.getTime(), before.getTime()) - dayMs);
    return { ...beginning, startedAt };
  }
}
