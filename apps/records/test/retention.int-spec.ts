import { type Catalogue, catalogueFromFile } from '@callbook/catalogue';
import { type CallIdentity, callRowId } from '@callbook/contracts';
import { Inbox } from '@callbook/outbox';
import { salonCatalogue } from '@callbook/testing';
import { RecordCall } from '../src/calls/record-call';
import { ApplyRetention } from '../src/privacy/retention/apply-retention.repository';
import { PostgresRecords } from '../src/transaction/records.repository';
import { callAnalyzed, callEnded, callIdentity, company } from './support/events';
import { RecordFixture } from './support/record-fixture';

const dayMs = 86_400_000;
const now = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs).toISOString();
const clock = { now: () => now };

/** The sample salon with a policy of its own: 90, 30 and 365 days are the defaults. */
function withPolicy(policy: string): Catalogue {
  return catalogueFromFile(
    salonCatalogue.replace(/referencePrefix: LIND\n/, `referencePrefix: LIND\n    retention: ${policy}\n`),
  );
}

describe('what was said in calls', () => {
  let record: RecordFixture;
  let catalogue = withPolicy('{}');
  const source = { current: () => catalogue };

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterEach(() => {
    catalogue = withPolicy('{}');
  });
  afterAll(() => record.close());

  /** Told at a time when all of it may be kept. */
  async function tell(call: CallIdentity, at: Date): Promise<void> {
    const records = new PostgresRecords(new Inbox(record.dataSource, 'records'), record.outbox);
    const recordCall = new RecordCall(records, source, { now: () => at });
    const end = {
      endedAt: call.startedAt,
      transcript: `said in ${call.retellCallId}`,
      recordingUrl: 'https://r.example/1',
    };
    for (const event of [
      callEnded(call, end),
      callAnalyzed(call, { summary: 'a haircut', observedAt: String(call.startedAt) }),
    ])
      await recordCall.execute(event, { id: event.id, queue: 'spec' });
  }

  async function calls(count: number, days: number): Promise<CallIdentity[]> {
    const all = Array.from({ length: count }, () => callIdentity({ startedAt: daysAgo(days) }));
    for (const call of all) await tell(call, new Date(daysAgo(days)));
    return all;
  }

  async function kept(call: CallIdentity): Promise<string[]> {
    const id = callRowId(company, call.retellCallId);
    const { transcripts, recordings, summary } = await record.row(
      `SELECT (SELECT count(*)::integer FROM records.call_transcripts WHERE call_id = id) AS transcripts,
              (SELECT count(*)::integer FROM records.call_recordings WHERE call_id = id) AS recordings, summary
       FROM records.calls WHERE id = $1`,
      id,
    );
    return [transcripts === 1 && 'transcript', recordings === 1 && 'recording', summary !== null && 'summary'].filter(
      (what) => what !== false,
    );
  }

  const pass = async (worker: ApplyRetention) => {
    while (await worker.execute());
  };
  const worker = (batchSize?: number) => new ApplyRetention(record.dataSource, source, clock, { batchSize });

  it('is removed when its time is over, and not before', async () => {
    const [young, middle, old, ancient] = [
      await calls(1, 29),
      await calls(1, 31),
      await calls(1, 91),
      await calls(1, 366),
    ];
    expect(await kept(ancient[0]!)).toEqual(['transcript', 'recording', 'summary']);
    await pass(worker());
    expect(await kept(young[0]!)).toEqual(['transcript', 'recording', 'summary']);
    expect(await kept(middle[0]!)).toEqual(['transcript', 'summary']);
    expect(await kept(old[0]!)).toEqual(['summary']);
    expect(await kept(ancient[0]!)).toEqual([]);
  });

  it('does not come back when it is told again', async () => {
    const [call] = (await calls(1, 100)) as [CallIdentity];
    await pass(worker());
    await tell(call, now);
    expect(await kept(call)).toEqual(['summary']);
    const late = callIdentity({ startedAt: daysAgo(400) });
    await tell(late, now); // told for the first time
    expect(await kept(late)).toEqual([]);
  });

  it('is removed once, in batches, by several replicas at the same time', async () => {
    const all = await calls(12, 95);
    await Promise.all([pass(worker(5)), pass(worker(5)), pass(worker(3))]);
    for (const call of all) expect(await kept(call)).toEqual(['summary']);
  });

  it('is left to the next pass when somebody is writing it', async () => {
    const [call] = (await calls(1, 95)) as [CallIdentity];
    const writer = record.dataSource.createQueryRunner();
    await writer.startTransaction();
    await writer.query('SELECT 1 FROM records.call_transcripts WHERE call_id = $1 FOR UPDATE', [
      callRowId(company, call.retellCallId),
    ]);
    const retention = worker();
    await pass(retention); // does not wait
    expect(await kept(call)).toContain('transcript');
    await writer.rollbackTransaction();
    await writer.release();
    await pass(worker());
    expect(await kept(call)).toEqual(['summary']);
  });

  it('goes by the policy of the company as it is now', async () => {
    const [call] = (await calls(1, 95)) as [CallIdentity];
    catalogue = withPolicy('{ transcriptsDays: 120, recordingsDays: 120 }');
    const retention = worker();
    await pass(retention);
    expect(await kept(call)).toEqual(['transcript', 'recording', 'summary']);
    catalogue = withPolicy('{ transcriptsDays: 0, recordingsDays: 90, summariesDays: 1 }');
    await pass(retention);
    expect(await kept(call)).toEqual([]);
    const [fresh] = (await calls(1, 0.5)) as [CallIdentity];
    expect(await kept(fresh)).toEqual(['recording', 'summary']); // 0 days: a transcript is never stored
  });
});
