import { CallAnalyzed, type CallEnd, sampleOf } from '@callbook/contracts';
import { callIdentity } from '../../test/support/events';
import { permutations } from '../../test/support/permutations';
import { type Call, newCall } from './call';
import { type ToldCall, withAnalysis, withEnd, withIdentityOf } from './call-merge';

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

const endedAt = (at: string, said: Partial<CallEnd> = {}) => ({ end: end(said), observedAt: new Date(at) });

/** The call, and what is kept beside it. */
interface Kept {
  readonly call: Call;
  readonly transcript: string | null;
  readonly recordingUrl: string | null;
}
const nothing: Kept = { call, transcript: null, recordingUrl: null };
type Step = (call: Call) => ToldCall;

/** As they are stored: a text stays until there is a better one. */
function after(steps: readonly Step[]): Kept {
  return steps.reduce((known, step) => {
    const told = step(known.call);
    return {
      call: told.call,
      transcript: told.transcript ?? known.transcript,
      recordingUrl: told.recordingUrl ?? known.recordingUrl,
    };
  }, nothing);
}

describe('what messages say about a call', () => {
  it('ends in the same rows in whatever order they come, repeated or not', () => {
    const steps: Step[] = [
      (known) => withEnd(known, endedAt('2026-11-21T10:01:10Z', { durationMs: 1, transcript: 'as ended' })),
      (known) => withEnd(known, endedAt('2026-11-21T10:01:11Z', { durationMs: 5, transcript: 'as ended, once more' })),
      (known) => withAnalysis(known, analysis('first', '2026-11-21T10:02:00Z', { durationMs: 2, transcript: null })),
      (known) =>
        withAnalysis(known, analysis('second', '2026-11-21T10:03:00Z', { durationMs: 3, recordingUrl: 'newest' })),
      (known) =>
        withAnalysis(known, analysis('same time', '2026-11-21T10:03:00Z', { durationMs: null, recordingUrl: null })),
    ];
    const kept = permutations(steps).map((order) => after([...order, ...order]));
    for (const one of kept) expect(one).toEqual(kept[0]);
    expect(kept[0]).toMatchObject({ call: { status: 'analyzed', durationMs: 3 }, recordingUrl: 'newest' });
  });

  it('lets an analysis beat the end, and the end fill what an analysis lacks', () => {
    const kept = after([
      (known) => withAnalysis(known, analysis('', '2026-11-21T10:02:00Z', { durationMs: 2, transcript: null })),
      (known) => withEnd(known, endedAt('2026-11-21T10:09:00Z', { durationMs: 1, transcript: 'as ended' })),
    ]);
    expect(kept).toMatchObject({ call: { status: 'analyzed', durationMs: 2 }, transcript: 'as ended' });
  });

  it('has nothing new to keep when it is told again: what was removed since stays removed', () => {
    const once = withEnd(call, endedAt('2026-11-21T10:01:10Z'));
    expect(once).toMatchObject({ transcript: sample.end.transcript, recordingUrl: sample.end.recordingUrl });
    expect(withEnd(once.call, endedAt('2026-11-21T10:01:10Z'))).toEqual({
      call: once.call,
      transcript: null,
      recordingUrl: null,
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
    expect(withEnd(call, { end: newer, observedAt: told.at }).call.appointmentId).toBeNull();
  });
});
