import type { EntityManager } from 'typeorm';
import type { MentionRows } from '../transaction/records';

/** Calls that were about an appointment they did not book, in PostgreSQL. */
export class PostgresMentionRows implements MentionRows {
  constructor(private readonly tx: EntityManager) {}

  async follow(appointmentId: string, messageId: string): Promise<void> {
    await this.tx.query(
      `DELETE FROM records.call_mentions mention USING records.appointments appointment
       WHERE mention.appointment_id = $1 AND appointment.id = $1 AND appointment.call_id = mention.call_id`,
      [appointmentId],
    );
    await this.tx.query(mentionsFromOutcomes, [appointmentId, messageId]);
  }
}

/** The call whose round booked the appointment is no mention, even where a person has taken its link away. */
const mentionsFromOutcomes = `
  INSERT INTO records.call_mentions (call_id, appointment_id, kind, at, recorded_by_message)
  SELECT known.call_id, known.appointment_id,
         CASE known.operation WHEN 'book' THEN 'already_booked' WHEN 'reschedule' THEN 'moved' ELSE 'cancelled' END,
         min(known.decided_at), $2
  FROM records.booking_outcomes known
  JOIN records.appointments appointment ON appointment.id = known.appointment_id
  WHERE known.appointment_id = $1 AND known.call_id IS NOT NULL
    AND known.call_id IS DISTINCT FROM appointment.call_id
    AND (known.operation <> 'book' OR appointment.call_id IS NOT NULL
         OR known.request_id IS DISTINCT FROM appointment.request_id)
  GROUP BY known.call_id, known.appointment_id, known.operation
  ON CONFLICT (call_id, appointment_id, kind)
    DO UPDATE SET at = EXCLUDED.at, recorded_by_message = EXCLUDED.recorded_by_message
    WHERE call_mentions.at > EXCLUDED.at`;
