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
import type { OwedAnswer, Said } from './owed-answer';
import { owedInTime } from './owed-in-time';

/** Half a minute and a minute. */
const patience = { unansweredMs: 30_000, noOutcomeMs: 60_000 };

const unanswered = (outcome: Outcome): OwedAnswer => {
  const { decidedAt } = outcome;
  return owed(outcome, 0, { saidAt: decidedAt, owedSince: new Date(decidedAt.getTime() + patience.unansweredMs) });
};
const silent = ({ functionCallId, answeredAt }: Said, operation: OwedAnswer['operation'] = 'book'): OwedAnswer => ({
  id: functionCallId,
  requestId: null,
  operation,
  outcome: 'unresolved',
  reason: 'no_outcome',
  appointmentId: null,
  saidAt: answeredAt,
  owedSince: new Date(answeredAt.getTime() + patience.noOutcomeMs),
});

const asked = said('ask_back', 8);
const pending = said('pending', 8);
const again = said('pending', 25, f2);
const other = recorded({ requestKey: 'wish', requestId: 'other', functionCallIds: ['f2'], appointmentId: 'another' });
const alreadyBooked = recorded({ requestKey: 'wish', requestId: 'wish', functionCallIds: ['f2'], decidedAt: at(30) });

const question = failed({ outcome: 'asked_back', reason: 'same_person' });

type Story = readonly [story: string, said: Said[], outcomes: Outcome[], owed: OwedAnswer[]];

const neverAnswered: readonly Story[] = [
  ['booked', [], [recorded()], [unanswered(recorded())]],
  ['changed', [], [cancelled()], [unanswered(cancelled())]],
  ['refused', [], [failed()], [unanswered(failed())]],
  ['left unresolved', [], [unresolved()], [unanswered(unresolved())]],
  ['booked, and turned down since', [], [recorded({ event: ended })], [unanswered(recorded({ event: ended }))]],
  [
    'booked, while something else was told',
    [said('booked', 22, { ...f2, requestKey: 'wish' })],
    [recorded(), other],
    [unanswered(recorded())],
  ],
  ['booked, and only asked back', [asked], [recorded()], [unanswered(recorded())]],
  ['taken back', [], [failed({ reason: 'withdrawn' })], []],
  ['given up for a later wish', [], [failed({ reason: 'superseded' })], []],
  ['asked back, and the question was not heard', [], [question], [{ ...unanswered(question), outcome: 'failed' }]],
  ['asked back', [said('ask_back', 22)], [question], []],
  ['told after all', [said('booked', 22)], [recorded()], []],
  ['told by a function call that joined', [said('booked', 22, f2)], [recorded({ functionCallIds: ['f1', 'f2'] })], []],
  ['told by one that nobody named yet', [said('booked', 22, { functionCallId: 'unnamed' })], [recorded()], []],
  [
    'booked and told as already booked under another key',
    [said('already_booked', 31, { ...f2, requestKey: 'wish' })],
    [recorded(), alreadyBooked],
    [],
  ],
  [
    'booked and cancelled: only how it stands',
    [],
    [recorded({ event: ended }), cancelled()],
    [unanswered(cancelled())],
  ],
  [
    'booked, and told that it is cancelled',
    [said('cancelled', 31, cancel)],
    [recorded({ event: ended }), cancelled()],
    [],
  ],
  [
    'booked in a second round, after a refusal that was told',
    [said('refused', 21)],
    [failed(), recorded({ functionCallIds: ['f2'], decidedAt: at(30) })],
    [unanswered(recorded({ functionCallIds: ['f2'], decidedAt: at(30) }))],
  ],
  ['refused in a first round, and asked again', [again], [failed()], [silent(again)]],
];

const noOutcome: readonly Story[] = [
  ['nothing is heard', [pending], [], [silent(pending)]],
  ['nothing is heard though it was repeated: since the first time', [pending, again], [], [silent(pending)]],
  ['the answer that would tell was lost', [pending, said('booked', 22, { delivered: false })], [], [silent(pending)]],
  ['a refusal was told meanwhile', [pending, said('refused', 22, f2)], [], []],
  ['a refusal was told, and it was asked again', [pending, said('refused', 12, f2), again], [], [silent(again)]],
  ['a refusal was told twice', [pending, said('refused', 12, f2), again, said('refused', 26, f2)], [], []],
  ['a question was put', [pending, said('ask_back', 12, f2)], [], [silent(pending)]],
  ['it was to be cancelled', [said('pending', 9, cancel)], [], [silent(said('pending', 9, cancel), 'cancel')]],
  [
    'two requests',
    [pending, said('pending', 9, cancel)],
    [],
    [silent(pending), silent(said('pending', 9, cancel), 'cancel')],
  ],
];

const late = at(600);
const sorted = (answers: readonly OwedAnswer[]) => [...answers].sort((a, b) => (a.id < b.id ? -1 : 1));

function inEveryOrder(words: Said[], outcomes: Outcome[], now: Date) {
  return permutations(words).flatMap((said) =>
    permutations(outcomes).map((decided) => owedInTime(said, decided, { now, patience })),
  );
}

describe.each([
  ['what nobody answered is owed in time:', neverAnswered],
  ['"not confirmed yet" is owed in time when', noOutcome],
])('%s', (_, stories) => {
  it.each(stories)('%s', (_, words, outcomes, expected) => {
    for (const { owed, dueAt } of inEveryOrder(words, outcomes, late)) {
      expect(sorted(owed)).toEqual(sorted(expected));
      expect(dueAt).toBeNull();
    }
  });

  it.each(stories)('%s: and says when, not earlier and not later', (_, words, outcomes, expected) => {
    for (const { owedSince } of expected) {
      const before = new Date(owedSince.getTime() - 1);
      for (const { owed, dueAt } of inEveryOrder(words, outcomes, before)) {
        expect(sorted(owed)).toEqual(sorted(expected.filter((one) => one.owedSince <= before)));
        expect(dueAt).toEqual(owedSince);
      }
      for (const { owed } of inEveryOrder(words, outcomes, owedSince))
        expect(sorted(owed)).toEqual(sorted(expected.filter((one) => one.owedSince <= owedSince)));
    }
    const [beginning] = inEveryOrder(words, outcomes, at(0));
    expect(beginning?.dueAt?.getTime()).toBe(
      expected.length > 0 ? Math.min(...expected.map(({ owedSince }) => owedSince.getTime())) : undefined,
    );
  });
});

it('what is owed whatever the time is owed at once', () => {
  expect(owedInTime([pending], [recorded()], { now: at(21), patience })).toEqual({
    owed: [owed(recorded(), 8)],
    dueAt: null,
  });
});
