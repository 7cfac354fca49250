import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CallsDue } from './calls-due';

@Injectable()
export class PostgresCallsDue extends CallsDue {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async by(now: Date, atMost: number): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(callsDue, [now, atMost]);
    return rows.map(({ id }) => id);
  }
}

/** One that somebody writes just now is left to them. */
export const callsDue =
  'SELECT id FROM records.calls WHERE owed_due_at <= $1 ORDER BY owed_due_at LIMIT $2 FOR UPDATE SKIP LOCKED';
