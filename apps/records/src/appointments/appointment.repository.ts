import { PermanentError } from '@callbook/messaging';
import type { EntityManager } from 'typeorm';
import type { AppointmentRows, Opened } from '../transaction/records';
import { type Columns, RowTable } from '../transaction/row-table.repository';
import type { Appointment, AppointmentUid } from './appointment';
import type { Phase } from './phases';

const columns: Columns<Appointment> = {
  id: 'value',
  company: 'value',
  reference: 'value',
  callId: 'value',
  callRevision: 'bigint',
  callClaimedAt: 'value',
  linkCause: 'value',
  linkCauseSince: 'value',
  customerId: 'value',
  customerCause: 'value',
  customerCauseSince: 'value',
  branchId: 'value',
  serviceId: 'value',
  serviceCause: 'value',
  serviceCauseSince: 'value',
  staffId: 'value',
  staffCause: 'value',
  staffCauseSince: 'value',
  preferredStaffId: 'value',
  preferredStaffAsSaid: 'value',
  source: 'value',
  status: 'value',
  wasConfirmed: 'value',
  startsAt: 'value',
  endsAt: 'value',
  timeZone: 'value',
  priceMinor: 'value',
  currency: 'value',
  priceCause: 'value',
  priceCauseSince: 'value',
  attendeeAsSaid: 'json',
  attendeeAsBooked: 'json',
  location: 'value',
  bookingNotes: 'value',
  metadata: 'json',
  calcomBookingId: 'value',
  calcomUid: 'value',
  rootUid: 'value',
  calcomEventTypeId: 'value',
  calcomHostId: 'value',
  calcomHostName: 'value',
  calcomHostEmail: 'value',
  hostReadFrom: 'value',
  catalogueVersion: 'value',
  requestId: 'value',
  revision: 'bigint',
  bookedAt: 'value',
  toldAt: 'value',
  providerUpdatedAt: 'value',
  syncStatus: 'value',
  recordedByMessage: 'value',
};

/** Appointments, their phases and uids in PostgreSQL. */
export class PostgresAppointmentRows implements AppointmentRows {
  private readonly table: RowTable<Appointment>;

  constructor(private readonly tx: EntityManager) {
    this.table = new RowTable(tx, 'records.appointments', 'id', columns);
  }

  async oneFactAtATime(appointmentId: string): Promise<void> {
    await this.tx.query("SELECT pg_advisory_xact_lock(hashtextextended('appointment ' || $1, 0))", [appointmentId]);
  }

  async callOf(appointmentId: string): Promise<string | null> {
    const [row] = await this.tx.query<{ call_id: string | null }[]>(
      'SELECT call_id FROM records.appointments WHERE id = $1',
      [appointmentId],
    );
    return row?.call_id ?? null;
  }

  async withUid(company: string, uid: string): Promise<string | null> {
    const [row] = await this.tx.query<{ appointment_id: string }[]>(
      'SELECT appointment_id FROM records.appointment_uids WHERE company = $1 AND uid = $2',
      [company, uid],
    );
    return row?.appointment_id ?? null;
  }

  reopen(id: string): Promise<Appointment> {
    return this.table.reopen(id);
  }

  open(first: Appointment): Promise<Opened<Appointment>> {
    return this.table.open(first);
  }

  save(appointment: Appointment): Promise<void> {
    return this.table.save(appointment, 'version = version + 1', 'updated_at = now()');
  }

  async setPhases({ id }: Appointment, phases: readonly Phase[], toldAt: Date): Promise<void> {
    await this.tx.query('DELETE FROM records.appointment_phases WHERE appointment_id = $1', [id]);
    for (const phase of phases) {
      await this.tx.query(
        `INSERT INTO records.appointment_phases (appointment_id, position, key, offset_minutes, minutes, staff_required,
           staff_id, staff_cause, staff_cause_since, calcom_uid, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          id,
          phase.position,
          phase.key,
          phase.offsetMinutes,
          phase.minutes,
          phase.staffRequired,
          phase.staffId,
          phase.staffCause,
          phase.staffCause && toldAt,
          phase.calcomUid,
          phase.status,
        ],
      );
    }
  }

  async addUids({ id, company }: Appointment, uids: readonly AppointmentUid[]): Promise<void> {
    for (const { uid, kind } of uids) {
      const taken = await this.tx.query<unknown[]>(
        `INSERT INTO records.appointment_uids (company, uid, appointment_id, kind) VALUES ($1, $2, $3, $4)
         ON CONFLICT (company, uid) DO UPDATE SET kind = least(appointment_uids.kind, EXCLUDED.kind)
           WHERE appointment_uids.appointment_id = $3
         RETURNING 1 AS taken`,
        [company, uid, id, kind],
      );
      // The uid stays out of the text: whoever has it can cancel the booking.
      if (taken.length === 0) {
        throw new PermanentError(
          'uid_of_another_appointment',
          `a uid of appointment ${id} belongs to another appointment`,
        );
      }
    }
  }
}
