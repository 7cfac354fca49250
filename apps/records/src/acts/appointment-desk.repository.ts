import type { AppointmentAtDesk } from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Appointments as people who act on them see them, to be asked outside any transaction. */
@Injectable()
export class AppointmentDesk {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Null when there is none. */
  async find(appointmentId: string): Promise<AppointmentAtDesk | null> {
    const [row] = await this.dataSource.query<AppointmentAtDesk[]>(
      `SELECT id AS "appointmentId", reference, call_id AS "callId", notes, version
       FROM records.appointments WHERE id = $1`,
      [appointmentId],
    );
    return row ?? null;
  }
}
