import { CallAnalyzed, type CallEnd, sampleOf } from '@callbook/contracts';
import { callIdentity } from '../../test/support/events';
import { type Call, newCall } from './call';
import { withAnalysis, withEnd, withIdentityOf } from './call-merge';

const identity = callIdentity();
const told = { messageId: 'message', at: new Date('2026-11-21T10:00:00Z') };
const call = newCall('salon-lindenhof', identity, told);
const sample = sampleOf(CallAnalyzed);
const end = (said: Partial<CallEnd>): CallEnd => ({ ...sample.end, ...said });
const analysis = (summary: string, observedAt: string, said: Partial<CallEnd> = {}) => ({
  end: end(said),
  analysis: { ...sample.analysis, summary },
  observedAt: new Date(observedAt),
});

type Step = (call: Call) => Call;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

describe('what messages say about a call', () => {
  it('ends in the same row in whatever order they come, repeated or not', () => {
    const steps: Step[] = [
      (known) => withEnd(known, end({ durationMs: 1, transcript: 'as ended' })),
      (known) => withAnalysis(known, analysis('first', '2026-11-21T10:02:00Z', { durationMs: 2, transcript: null })),
      (known) => withAnalysis(known, analysis('second', '2026-11-21T10:03:00Z', { durationMs: 3, transcript: null })),
      (known) => withAnalysis(known, analysis('same time', '2026-11-21T10:03:00Z', { durationMs: null, costCents: 4 })),
    ];
    const rows = permutations(steps).map((order) => [...order, ...order].reduce((known, step) => step(known), call));
    for (const row of rows) expect(row).toEqual(rows[0]);
    expect(rows[0]).toMatchObject({ status: 'analyzed', durationMs: 3 });
  });

  it('lets an analysis beat the end, and the end fill what an analysis lacks', () => {
    const analyzed = withAnalysis(call, analysis('', '2026-11-21T10:02:00Z', { durationMs: 2, transcript: null }));
    expect(withEnd(analyzed, end({ durationMs: 1, transcript: 'as ended' }))).toMatchObject({
      status: 'analyzed',
      durationMs: 2,
      transcript: 'as ended',
    });
  });

  it('fills who was on the line once', () => {
    const vague = newCall('salon-lindenhof', { ...identity, agentVersion: null, startedAt: null }, told);
    const later = newCall('salon-lindenhof', { ...identity, toNumber: '+4930999' }, told);
    expect(withIdentityOf(vague, later)).toMatchObject({
      agentVersion: identity.agentVersion,
      startedAt: new Date(String(identity.startedAt)),
      toNumber: identity.toNumber,
    });
  });

  it('takes no other fields into the row', () => {
    const newer = { ...end({}), appointmentId: 'smuggled' } as CallEnd;
    expect(withEnd(call, newer).appointmentId).toBeNull();
  });
});
