import type { EntityManager } from 'typeorm';
import { type ActMark, markOf } from '../acts/act';
import type { Note, NoteRows } from './note-rows';

interface Row extends Pick<Note, 'company' | 'notes' | 'version'> {
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

/** Notes in PostgreSQL: columns of the appointment that only people's acts write. */
export class PostgresNoteRows implements NoteRows {
  constructor(private readonly tx: EntityManager) {}

  async open(appointmentId: string): Promise<Note | null> {
    const [row] = await this.tx.query<Row[]>(
      `SELECT company, notes, version, notes_decided_at AS "decidedAt", notes_decided_by AS "decidedBy"
       FROM records.appointments WHERE id = $1 FOR UPDATE`,
      [appointmentId],
    );
    if (!row) return null;
    const { company, notes, version, decidedAt, decidedBy } = row;
    return { company, notes, version, decided: markOf(decidedAt, decidedBy) };
  }

  async write(appointmentId: string, notes: string | null, { at, eventId }: ActMark): Promise<void> {
    await this.tx.query(
      `UPDATE records.appointments
       SET notes = $2, notes_decided_at = $3, notes_decided_by = $4, version = version + 1, updated_at = now()
       WHERE id = $1`,
      [appointmentId, notes, at, eventId],
    );
  }
}
