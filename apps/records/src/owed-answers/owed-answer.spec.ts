import { permutations } from '../../test/support/permutations';
import {
  at,
  cancel,
  cancelled,
  ended,
  f2,
  failed,
  owed,
  recorded,
  said,
  unresolved,
} from '../../test/support/words-and-outcomes';
import type { Outcome } from '../outcomes/outcome';
import { type OwedAnswer, owedAnswers, type Said } from './owed-answer';

type Story = readonly [story: string, said: Said[], outcomes: Outcome[], owed: OwedAnswer[]];

/** Answers are given at the seconds named. */
const stories: readonly Story[] = [
  ['nothing was asked for', [], [], []],
  ['pending, and nothing known', [said('pending', 8)], [], []],
  ['told at once', [said('booked', 8)], [recorded()], []],
  ['pending, then booked', [said('pending', 8)], [recorded()], [owed(recorded(), 8)]],
  ['pending, then refused', [said('pending', 8)], [failed()], [owed(failed(), 8)]],
  ['pending, then nobody can tell', [said('pending', 8)], [unresolved()], [owed(unresolved(), 8)]],
  [
    'pending after the outcome was known: owed since it was said',
    [said('pending', 25)],
    [recorded()],
    [owed(recorded(), 25, { owedSince: at(25) })],
  ],
  [
    'pending twice: since the first time',
    [said('pending', 8), said('pending', 18)],
    [recorded()],
    [owed(recorded(), 8)],
  ],
  [
    'pending that the agent did not get',
    [said('pending', 8, { delivered: false })],
    [recorded()],
    [owed(recorded(), 8)],
  ],
  ['told later in the same call', [said('pending', 8), said('booked', 22)], [recorded()], []],
  ...(['already_booked', 'requested'] as const).map((status): Story => [
    `told "${status}" later in the same call`,
    [said('pending', 8), said(status, 22)],
    [recorded()],
    [],
  ]),
  ['told the refusal later', [said('pending', 8), said('refused', 22)], [failed()], []],
  [
    'told, but the agent did not get it',
    [said('booked', 8, { delivered: false })],
    [recorded()],
    [owed(recorded(), 8)],
  ],
  [
    'told, and pending when asked again',
    [said('booked', 22), said('pending', 40)],
    [recorded()],
    [owed(recorded(), 40, { owedSince: at(40) })],
  ],
  ['refused, and booked after all', [said('refused', 8)], [recorded()], [owed(recorded(), 8)]],
  [
    'pending, then a question that tells nothing',
    [said('pending', 8), said('ask_back', 12)],
    [recorded()],
    [owed(recorded(), 8)],
  ],
  [
    'another function call with the key of a living booking',
    [said('pending', 8, { functionCallId: 'unnamed' })],
    [recorded()],
    [owed(recorded(), 8)],
  ],
  [
    'another function call with the key of a booking that has ended: under way',
    [said('booked', 8), said('pending', 25, { functionCallId: 'unnamed' })],
    [recorded({ event: ended })],
    [],
  ],
  [
    'a function call that joined under another key',
    [said('pending', 8, { ...f2, requestKey: 'other' })],
    [recorded({ functionCallIds: ['f1', 'f2'] })],
    [owed(recorded(), 8)],
  ],
  [
    'a joined function call that was told',
    [said('pending', 8), said('booked', 22, { ...f2, requestKey: 'other' })],
    [recorded({ functionCallIds: ['f1', 'f2'] })],
    [],
  ],
  ['refused, asked again, and that is under way', [said('pending', 8), said('pending', 25, f2)], [failed()], []],
  [
    'a second round that booked: the first is owed no longer',
    [said('pending', 8), said('pending', 25, f2)],
    [failed(), recorded({ functionCallIds: ['f2'], decidedAt: at(30) })],
    [owed(recorded(), 8, { owedSince: at(30) })],
  ],
  [
    'a second round that booked and was told',
    [said('pending', 8), said('booked', 31, f2)],
    [failed(), recorded({ functionCallIds: ['f2'], decidedAt: at(30) })],
    [],
  ],
  [
    'a refusal that was told, and a second round that is not answered yet',
    [said('pending', 8), said('refused', 21)],
    [failed(), recorded({ functionCallIds: ['f2'], decidedAt: at(30) })],
    [],
  ],
  [
    'a refusal told again while the second round is pending tells nothing of that',
    [said('refused', 21), said('pending', 25, f2), said('refused', 26)],
    [failed(), recorded({ functionCallIds: ['f2'], decidedAt: at(30) })],
    [owed(recorded(), 25, { owedSince: at(30) })],
  ],
  ['a cancellation that is pending', [said('pending', 28, cancel)], [cancelled()], [owed(cancelled(), 28)]],
  ['told that it is not cancelled, and it is', [said('refused', 28, cancel)], [cancelled()], [owed(cancelled(), 28)]],
  [
    'booked and cancelled in one call, both pending: only the last is owed',
    [said('pending', 8), said('pending', 28, cancel)],
    [recorded({ event: ended }), cancelled()],
    [owed(cancelled(), 28)],
  ],
  [
    'booked while pending, and told that it is cancelled',
    [said('pending', 8), said('cancelled', 31, cancel)],
    [recorded({ event: ended }), cancelled()],
    [],
  ],
  ['refused, though nobody can tell', [said('refused', 8)], [unresolved()], [owed(unresolved(), 8)]],
  [
    'booked, and a repetition refused by a round that is not known yet',
    [said('booked', 8), said('refused', 40, { functionCallId: 'unnamed' })],
    [recorded()],
    [],
  ],
  [
    'a pending cancellation, and a repetition of the booking answered after it',
    [said('pending', 28, cancel), said('booked', 40)],
    [recorded({ event: ended }), cancelled()],
    [owed(cancelled(), 28)],
  ],
  ['a wish the caller took back', [said('pending', 8)], [failed({ reason: 'withdrawn' })], []],
  [
    'a wish the caller took back, the taking back pending',
    [said('pending', 8), said('pending', 18, cancel)],
    [failed({ reason: 'withdrawn', functionCallIds: ['f1', 'f2'] })],
    [owed(failed({ reason: 'withdrawn' }), 18)],
  ],
  [
    'a wish the caller took back, and was told so',
    [said('pending', 8), said('cancelled', 22, cancel)],
    [failed({ reason: 'withdrawn', functionCallIds: ['f1', 'f2'] })],
    [],
  ],
  [
    'a move that a later one took the place of',
    [said('pending', 8, { ...cancel, functionName: 'reschedule_appointment' })],
    [failed({ operation: 'reschedule', requestKey: 'change', functionCallIds: ['f2'], reason: 'superseded' })],
    [],
  ],
  [
    'asked back, but heard only "not confirmed yet"',
    [said('pending', 8)],
    [failed({ requestId: 'f1', outcome: 'asked_back', reason: 'same_person' })],
    [owed(failed({ requestId: 'f1', reason: 'same_person' }), 8)],
  ],
  [
    'two wishes, one of them told',
    [said('pending', 8), said('booked', 22, { ...f2, requestKey: 'wish' })],
    [failed(), recorded({ requestKey: 'wish', functionCallIds: ['f2'] })],
    [owed(failed(), 8)],
  ],
];

describe('what a caller is owed', () => {
  it.each(stories)('%s', (_, words, outcomes, expected) => {
    for (const shuffledWords of permutations(words)) {
      for (const shuffledOutcomes of permutations(outcomes)) {
        expect(owedAnswers(shuffledWords, shuffledOutcomes)).toEqual(expected);
      }
    }
  });

  it('is counted from when the caller was left with it, not from an earlier word that was made good', () => {
    const words = [said('pending', 8), said('booked', 22), said('pending', 25), said('pending', 26)];
    expect(owedAnswers(words, [recorded()])).toEqual([owed(recorded(), 25, { owedSince: at(25) })]);
  });
});
