import { ContractViolation } from '@callbook/contracts';
import { PermanentError, RetryableError } from '@callbook/messaging/failure';
import { inWords, kindOf, predictionOf } from './prediction';

const told = 'event published appointment.recorded.v1 1f00';

describe('a prediction', () => {
  it.each([
    [[], 'nothing'],
    [['appointments made 1f00 ab', 'calls changed 2e00 appointmentId', told], 'create'],
    [['calls made 2e00 ab'], 'create'],
    [['calls changed 2e00 appointmentId,linkStatus', 'appointments changed 1f00 callId'], 'link'],
    [['appointments changed 1f00 callId'], 'link'],
    [['calls changed 2e00 previousAppointmentId'], 'change'],
    [['outcomes made 3d00 ab'], 'change'],
    [[told], 'change'],
  ])('of %j is %s', (changes, kind) => {
    expect(kindOf(changes)).toBe(kind);
  });

  it('says in words how many rows of which table', () => {
    const changes = [
      'calls made 1 a',
      'calls changed 2 status',
      'outcomes changed 3 event',
      'owedAnswers removed 4',
      told,
    ];
    expect(inWords(changes)).toBe(
      'made 1 calls; changed 1 calls, 1 outcomes; removed 1 owedAnswers; published 1 event',
    );
  });

  it.each([
    [
      new PermanentError('unknown_company', 'the catalogue has none'),
      'unknown_company',
      /has none \(put aside at once\)/,
    ],
    [
      new RetryableError('call_not_recorded', 'not yet'),
      'call_not_recorded',
      /not yet \(put aside after the whole ladder\)/,
    ],
    [
      new ContractViolation('x.y.v1', [{ field: 'data.a', expected: 'must be b' }]),
      'invalid_contract',
      /data\.a: must be b/,
    ],
  ])('of %s tells code and reason', (error, code, reason) => {
    expect(predictionOf({ kind: 'failed', error }, null)).toMatchObject({
      effect: 'fail',
      code,
      reason: expect.stringMatching(reason) as string,
      changes: null,
    });
  });

  it('of a message that comes again is that nothing is told, and not that it was handled', () => {
    expect(predictionOf({ kind: 'repeated' }, null)).toMatchObject({
      effect: 'nothing',
      handledBefore: false,
      changes: null,
    });
  });

  it('does not repeat what an error that is none of ours says: it may quote the message', () => {
    const predicted = predictionOf({ kind: 'failed', error: new TypeError('Jonas Weber is not a date') }, null);
    expect(predicted.code).toBe('unexpected_TypeError');
    expect(JSON.stringify(predicted)).not.toContain('Jonas');
  });
});
