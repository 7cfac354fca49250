import type { ActMark } from '../acts/act';

/** What people wrote to an appointment; no fact touches it. */
export interface Note {
  readonly company: string;
  readonly notes: string | null;
  /** The act that wrote it; null when nobody has. */
  readonly decided: ActMark | null;
  /** Of the whole row: rises with every change of it. */
  readonly version: number;
}

export interface NoteRows {
  /** The note of an appointment, opened; null when there is no such appointment. */
  open(appointmentId: string): Promise<Note | null>;
  write(appointmentId: string, notes: string | null, decided: ActMark): Promise<void>;
}
