import type { EntityManager } from 'typeorm';
import type { MentionsOf } from '../transaction/row-store';

/**
 * Brings the calls that were about these appointments without having booked them in line with outcomes and links, which are
 * written already.
 */
export async function followMentions(tx: EntityManager, all: readonly MentionsOf[]): Promise<void> {
  if (all.length === 0) return;
  const appointments = all.map(({ appointmentId }) => appointmentId);
  await tx.query(mentionsNoLonger, [appointments]);
  await tx.query(mentionsFromOutcomes, [appointments, all.map(({ messageId }) => messageId)]);
}

const kind = `
  CASE known.operation WHEN 'book' THEN 'already_booked' WHEN 'reschedule' THEN 'moved' ELSE 'cancelled' END`;

/** The call whose round booked the appointment is no mention, even where a person has taken its link away. */
const isMention = `
  known.call_id IS NOT NULL
  AND known.call_id IS DISTINCT FROM appointment.call_id
  AND (known.operation <> 'book'
       OR (appointment.call_id IS NOT NULL AND known.call_id IS DISTINCT FROM appointment.told_call_id)
       OR known.request_id IS DISTINCT FROM appointment.request_id)`;

/** A person may give the appointment to a call that was only about it, and take it away again. */
const mentionsNoLonger = `
  DELETE FROM records.call_mentions mention
  WHERE mention.appointment_id = ANY ($1)
    AND NOT EXISTS (
      SELECT FROM records.booking_outcomes known
      JOIN records.appointments appointment ON appointment.id = known.appointment_id
      WHERE known.appointment_id = mention.appointment_id AND known.call_id = mention.call_id
        AND ${kind} = mention.kind AND ${isMention})`;

const mentionsFromOutcomes = `
  INSERT INTO records.call_mentions (call_id, appointment_id, kind, at, recorded_by_message)
  SELECT known.call_id, known.appointment_id, ${kind}, min(known.decided_at), wanted.message_id
  FROM unnest($1::uuid[], $2::uuid[]) AS wanted (appointment_id, message_id)
  JOIN records.booking_outcomes known ON known.appointment_id = wanted.appointment_id
  JOIN records.appointments appointment ON appointment.id = known.appointment_id
  WHERE ${isMention}
  GROUP BY known.call_id, known.appointment_id, known.operation, wanted.message_id
  ON CONFLICT (call_id, appointment_id, kind)
    DO UPDATE SET at = EXCLUDED.at, recorded_by_message = EXCLUDED.recorded_by_message
    WHERE call_mentions.at > EXCLUDED.at`;
