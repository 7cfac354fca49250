import { testDatabase, type TestDatabase } from '@callbook/testing';
import { DataSource } from 'typeorm';
import { migrate, type Schema, schemas } from '../src';
import { MoveCallTexts1700000003011 } from '../src/migrations/records/1700000003011-move-call-texts';

const calls = 25_000;

/** Up to and with the migration of that name; views that come later cannot be granted yet. */
function until(name: string): Schema[] {
  return schemas.map((schema) => {
    const last = schema.migrations.findIndex((migration) => migration.name === name);
    if (last < 0) return schema;
    const migrations = schema.migrations.slice(0, last + 1);
    return { ...schema, migrations, access: { ...schema.access, views: {} } };
  });
}

describe('transcripts and recordings', () => {
  let database: TestDatabase;
  let owner: DataSource;

  beforeAll(async () => {
    database = await testDatabase();
    owner = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    await migrate({ url: database.url, only: until('CallTexts1700000003010') });
    await database.query(
      `INSERT INTO records.calls (id, company, retell_call_id, call_type, agent_id, status, customer_cause,
         customer_cause_since, appointment_link_status, link_cause, link_cause_since, recorded_by_message,
         ended_at, analysis_observed_at, end_sources, transcript, recording_url)
       SELECT md5('call' || n)::uuid, 'salon', 'call ' || n, 'phone_call', 'agent', 'analyzed', 'number_withheld', now(),
         'not_applicable', 'nothing_requested', now(), md5('message' || n)::uuid,
         '2026-11-21T10:01:00Z', '2026-11-21T10:02:00Z',
         jsonb_build_object('transcript', '2 analyzed', 'recordingUrl', '1 ended'),
         CASE WHEN n % 3 > 0 THEN 'said in ' || n END, CASE WHEN n % 3 < 2 THEN 'heard at ' || n END
       FROM generate_series(1, $1::int) AS n`,
      [calls],
    );
  });
  afterAll(async () => {
    await owner.destroy();
    await database.close();
  });

  const told = `SELECT retell_call_id, transcript, recording_url FROM records.calls
                ORDER BY retell_call_id`;
  const kept = `SELECT retell_call_id, transcript, recording_url FROM records.calls call
                LEFT JOIN records.call_transcripts AS said ON said.call_id = call.id
                LEFT JOIN records.call_recordings AS heard ON heard.call_id = call.id ORDER BY retell_call_id`;

  it('are moved out of the calls, every one, also when it is begun again, and back', async () => {
    const before = await database.query(told);
    // A try that was broken off after its first batches, and a call that was written since.
    await database.query(
      `INSERT INTO records.call_transcripts (call_id, company, transcript, observed_at, recorded_by_message)
       SELECT id, company, 'written over since', now(), recorded_by_message FROM records.calls
       WHERE transcript IS NOT NULL ORDER BY id LIMIT 1000`,
    );
    const session = owner.createQueryRunner();
    await new MoveCallTexts1700000003011().up(session);
    expect(await database.query(kept)).toEqual(before);
    expect(
      await database.query(
        `SELECT said.company, said.observed_at AS said, heard.observed_at AS heard,
                said.recorded_by_message = call.recorded_by_message AS same_message
         FROM records.calls call JOIN records.call_transcripts AS said ON said.call_id = call.id
         JOIN records.call_recordings AS heard ON heard.call_id = call.id WHERE call.retell_call_id = 'call 1'`,
      ),
    ).toEqual([
      {
        company: 'salon',
        said: new Date('2026-11-21T10:02:00Z'),
        heard: new Date('2026-11-21T10:01:00Z'),
        same_message: true,
      },
    ]);

    await new MoveCallTexts1700000003011().up(session); // as when it was moved, and the process died before it was noted
    await new MoveCallTexts1700000003011().down(session);
    expect(await database.query(told)).toEqual(before);
    await new MoveCallTexts1700000003011().up(session);
    await session.release();
    expect(await database.query(kept)).toEqual(before);
  });
});
