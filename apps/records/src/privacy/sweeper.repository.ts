import { ErasedPeople } from '@callbook/database';
import { forgetEvents, type ForgottenPerson } from '@callbook/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface Unswept extends ForgottenPerson {
  readonly id: string;
}

/** Removes what the outbox still holds of people who were erased. After the erasure itself, for it may take its time. */
@Injectable()
export class Sweeper {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
  ) {}

  /** @returns how many events were removed */
  async sweep(erasureId: string): Promise<number> {
    return this.sweepThose('id = $1', [erasureId]);
  }

  /** What a crash, or an event, left to do. */
  async sweepAll(): Promise<number> {
    return this.sweepThose('true', []);
  }

  private async sweepThose(which: string, parameters: unknown[]): Promise<number> {
    const { key } = this.erased;
    if (!key) return 0;
    const erasures = (await this.dataSource.query(
      `SELECT id, company, call_ids AS "callIds", appointment_ids AS "appointmentIds", hashes
       FROM records.erasures WHERE swept_at IS NULL AND ${which} ORDER BY erased_at`,
      parameters,
    )) as Unswept[];
    let removed = 0;
    for (const { id, ...person } of erasures) {
      removed += await forgetEvents(this.dataSource, 'records', person, key);
      await this.dataSource.query('UPDATE records.erasures SET swept_at = now() WHERE id = $1', [id]);
    }
    return removed;
  }
}
