import type { AppointmentState } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';
import type { Opened, OutcomeRows } from '../transaction/records';
import { type Columns, RowTable } from '../transaction/row-table.repository';
import type { Outcome } from './outcome';

const columns: Columns<Outcome> = {
  requestId: 'value',
  company: 'value',
  operation: 'value',
  requestKey: 'value',
  round: 'value',
  callId: 'value',
  functionCallIds: 'value',
  outcome: 'value',
  reason: 'value',
  providerText: 'value',
  appointmentId: 'value',
  event: 'json',
  decidedAt: 'value',
};

/** Outcomes in PostgreSQL, as one transaction sees them. */
export class PostgresOutcomeRows implements OutcomeRows {
  private readonly table: RowTable<Outcome>;

  constructor(private readonly tx: EntityManager) {
    this.table = new RowTable(tx, 'records.booking_outcomes', 'requestId', columns);
  }

  open(first: Outcome): Promise<Opened<Outcome>> {
    return this.table.open(first);
  }

  save(outcome: Outcome): Promise<void> {
    return this.table.save(outcome);
  }

  async find(requestId: string): Promise<Outcome | null> {
    const [row] = await this.table.where('requestId', requestId);
    return row ?? null;
  }

  ofCall(callId: string): Promise<Outcome[]> {
    return this.table.where('callId', callId);
  }

  async follow({
    requestId: _,
    requestKey: __,
    functionCallIds: ___,
    ...appointment
  }: AppointmentState): Promise<void> {
    await this.tx.query('UPDATE records.booking_outcomes SET event = event || $2::jsonb WHERE appointment_id = $1', [
      appointment.appointmentId,
      JSON.stringify(appointment),
    ]);
  }
}
