import type { CatalogueSource } from '@callbook/catalogue';
import { inTransaction } from '@callbook/database';
import { counter } from '@callbook/observability';
import type { Outbox } from '@callbook/outbox';
import type { DataSource } from 'typeorm';
import type { Clock } from '../clock/clock';
import { type CompletedAppointment, completedEvent } from './completed-event';

const completed = counter({
  name: 'callbook_appointments_completed_total',
  help: 'Confirmed appointments whose end had passed, by company',
  labelNames: ['company'],
});

/**
 * Completes confirmed appointments whose end has passed, and tells of it. Any number of replicas do it side by side: each
 * takes rows that nobody else is writing, and leaves the others for the next time.
 */
export class CompleteAppointments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    /** Appointments in one transaction at most. */
    private readonly batchSize: number,
  ) {}

  /** @returns whether there may be more to do at once */
  async execute(): Promise<boolean> {
    const over = await inTransaction(this.dataSource, async (tx) => {
      const now = this.clock.now();
      const rows = await tx.query<(Omit<CompletedAppointment, 'revision'> & { revision: string })[]>(completeDue, [
        now,
        this.batchSize,
      ]);
      const appointments = rows.map((row) => ({ ...row, revision: Number(row.revision) }));
      const catalogue = this.catalogue.current();
      await this.outbox.add(tx, ...appointments.map((one) => completedEvent(one, catalogue, now)));
      return appointments;
    });
    for (const { company } of over) completed.inc({ company });
    return over.length === this.batchSize;
  }
}

/**
 * Outcomes that are such an appointment answer with what it is now, as after every change of it. Nothing else follows from
 * the status: to its call, a completed appointment is what a confirmed one was. Exported so that a test can look at how it
 * is run.
 */
export const completeDue = `
  WITH due AS (
    SELECT id FROM records.appointments WHERE status = 'confirmed' AND ends_at <= $1
    ORDER BY ends_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), completed AS (
    UPDATE records.appointments appointment SET status = 'completed', version = version + 1, updated_at = now()
    FROM due WHERE appointment.id = due.id
    RETURNING appointment.*
  ), answers AS (
    UPDATE records.booking_outcomes known SET event = known.event || '{"status": "completed"}'
    FROM completed WHERE known.appointment_id = completed.id
  )
  SELECT completed.id, completed.company, completed.reference, completed.call_id AS "callId", completed.status,
         completed.host_absent AS "hostAbsent", completed.starts_at AS "startsAt", completed.ends_at AS "endsAt",
         completed.time_zone AS "timeZone", completed.service_id AS "serviceId", completed.staff_id AS "staffId",
         completed.price_minor AS "priceMinor", completed.currency, completed.root_uid AS "rootUid",
         completed.request_id AS "requestId", completed.revision,
         completed.recorded_by_message AS "recordedByMessage", call.retell_call_id AS "retellCallId"
  FROM completed LEFT JOIN records.calls call ON call.id = completed.call_id
  ORDER BY completed.ends_at, completed.id`;
