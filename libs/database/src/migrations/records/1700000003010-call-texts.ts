import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said in a call, and where it can be heard: kept apart from the call, for they are large and do not stay as long. */
export class CallTexts1700000003010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE records.call_transcripts (
        call_id uuid PRIMARY KEY REFERENCES records.calls,
        company text NOT NULL,
        transcript text NOT NULL,
        observed_at timestamptz NOT NULL,
        recorded_by_message uuid NOT NULL
      );
      CREATE TABLE records.call_recordings (
        call_id uuid PRIMARY KEY REFERENCES records.calls,
        company text NOT NULL,
        recording_url text NOT NULL,
        observed_at timestamptz NOT NULL,
        recorded_by_message uuid NOT NULL
      );
      COMMENT ON COLUMN records.call_transcripts.observed_at IS 'when the message that brought it saw it';
      COMMENT ON COLUMN records.call_recordings.observed_at IS 'when the message that brought it saw it';
      COMMENT ON COLUMN records.call_recordings.recording_url IS 'whoever has it can listen: a secret';
      COMMENT ON COLUMN records.calls.end_sources IS
        'per field of the end, transcript and recording included: rank of the message it is from; a lesser one only fills gaps';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE records.call_transcripts, records.call_recordings');
  }
}
