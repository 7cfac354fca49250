import { type BookingRequested, BookingRequested as Requested, sampleOf } from '@callbook/contracts';
import { functionCall } from '../../test/support/booking-in-memory';
import { cancelCall, moveCall } from '../../test/support/change-calls';
import { type Attempt, type BookingAttempt, noProgress } from './attempt';
import type { Request } from './attempts';
import { decide } from './decide';

const ten = sampleOf(Requested).start;
const eleven = '2026-11-26T10:00:00.000Z';
const named = (name: string | null) => ({ attendee: { ...sampleOf(Requested).attendee, name } });
const twelve = '2026-11-26T11:00:00.000Z';
const at = new Date('2026-11-21T10:00:00Z');
const earlier = new Date('2026-11-21T09:59:30Z');
const later = new Date('2026-11-21T10:05:00Z');

function round(difference: Partial<BookingAttempt> = {}, said: Partial<BookingRequested> = {}): BookingAttempt {
  const { data } = functionCall(said);
  return {
    id: `round of ${data.requestKey}`,
    requestKey: data.requestKey,
    round: 1,
    company: 'salon-lindenhof',
    operation: 'book',
    state: 'requested',
    version: 1,
    progress: noProgress,
    lastPostAt: null,
    leaseUntil: null,
    dueAt: at,
    withdrawnAt: null,
    saidAt: at,
    answerBy: at,
    providerText: null,
    bookedUid: null,
    settledAt: null,
    reason: null,
    endedAt: null,
    createdAt: at,
    request: data,
    ...difference,
  };
}

const decided = (said: Partial<BookingRequested>, ...rounds: Attempt[]) => decide(functionCall(said), rounds);

describe('a function call among the wishes of its call', () => {
  it('opens the first round when it is the first', () => {
    expect(decided({})).toMatchObject({ kind: 'open', round: 1, withdraws: [], replaces: [] });
  });

  it.each([
    'requested',
    'posting',
    'unknown',
    'booked',
    'awaiting_confirmation',
    'already_booked',
    'unresolved',
  ] as const)('joins a round of the same meaning that is %s', (state) => {
    const known = round({ state });
    expect(decided({}, known)).toEqual({ kind: 'join', attempt: known, wantedAgain: false });
  });

  it.each<[string, Partial<BookingAttempt>]>([
    ['was refused', { state: 'refused' }],
    ['ended since', { state: 'booked', endedAt: at }],
  ])('opens the next round when the last one %s', (_, difference) => {
    expect(decided({}, round(difference))).toMatchObject({ kind: 'open', round: 2 });
  });

  it.each<[string, Partial<BookingAttempt>]>([
    ['is being undone', { state: 'compensating' }],
    ['is booked and given up', { state: 'booked', withdrawnAt: at }],
  ])('waits when the round of the same meaning %s', (_, difference) => {
    expect(decided({}, round(difference))).toEqual({ kind: 'wait' });
  });

  it('wants again what it had withdrawn', () => {
    expect(decided({}, round({ withdrawnAt: at }))).toMatchObject({ kind: 'join', wantedAgain: true });
  });

  it.each<[string, string | null, string | null]>([
    ['a name comes later', null, 'Jonas Weber'],
    ['a name is left out', 'Jonas Weber', null],
    ['a name is spelled in another way', 'Jürgen Groß', 'JUERGEN  GROSS'],
  ])('is the same when %s', (_, before, now) => {
    expect(decided(named(now), round({}, named(before)))).toMatchObject({ kind: 'join' });
  });

  it('does not guess whom a call without a name means when there are two', () => {
    const rounds = [round({ state: 'booked' }, named('Lea Weber')), round({ state: 'booked' }, named('Jonas Weber'))];
    expect(decided(named(null), ...rounds)).toMatchObject({ kind: 'open' });
  });

  it('asks back when the same slot is wanted under nearly the same name', () => {
    const known = round({ state: 'booked' }, named('Jonas Meyer'));
    expect(decided(named('Jonas Meier'), known)).toEqual({ kind: 'ask_back', question: 'same_person', about: known });
    expect(decided({ ...named('Jonas Meier'), asWell: true }, known)).toMatchObject({ kind: 'open' });
    expect(decided({ ...named('Jonas Meier'), insteadOf: ten }, known)).toMatchObject({ kind: 'join', attempt: known });
  });

  it('books two people for one slot', () => {
    expect(decided(named('Petra Klein'), round({}, named('Jonas Weber')))).toMatchObject({ kind: 'open', round: 1 });
  });

  it.each(['requested', 'posting', 'unknown'] as const)('asks back about another start while a wish is %s', (state) => {
    const known = round({ state });
    expect(decided({ start: eleven }, known)).toEqual({
      kind: 'ask_back',
      question: 'instead_or_as_well',
      about: known,
    });
  });

  it('asks back about another start though the name is heard a little differently', () => {
    const known = round({}, named('Jonas Meyer'));
    expect(decided({ ...named('Jonas Meier'), start: eleven }, known)).toMatchObject({
      kind: 'ask_back',
      about: known,
    });
  });

  it('does not ask about a wish that is settled, given up, being undone, another person’s or for something else', () => {
    const others = [
      round({ state: 'booked' }),
      round({ withdrawnAt: at }),
      round({ state: 'compensating' }),
      round({}, named('Petra Klein')),
      round({}, { service: { id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427', key: 'other' } }),
    ];
    for (const other of others) expect(decided({ start: eleven }, other)).toMatchObject({ kind: 'open' });
  });

  it.each([ten, 'earlier'])(
    'withdraws an open wish that is given up for it (%s), and replaces a booked one',
    (insteadOf) => {
      const [open, booked] = [round(), round({ state: 'booked' })];
      expect(decided({ start: eleven, insteadOf }, open)).toMatchObject({
        kind: 'open',
        withdraws: [open],
        replaces: [],
      });
      expect(decided({ start: eleven, insteadOf }, booked)).toMatchObject({
        kind: 'open',
        withdraws: [],
        replaces: [booked],
      });
    },
  );

  it('gives up nothing of another person', () => {
    const known = round({ state: 'booked' }, named('Petra Klein'));
    expect(decided({ start: eleven, insteadOf: ten }, known)).toMatchObject({
      kind: 'open',
      withdraws: [],
      replaces: [],
    });
  });
});

describe('a wish that takes the place of another', () => {
  const booked = round({ id: 'booked', state: 'booked', bookedUid: 'uid-1' });
  const inItsPlace = { ...noProgress, replaces: ['booked'] };

  it('takes over what a wish was to replace that is given up for it', () => {
    const second = round({ progress: inItsPlace }, { start: eleven });
    expect(decided({ start: twelve, insteadOf: 'earlier' }, booked, second)).toMatchObject({
      withdraws: [second],
      replaces: [booked],
    });
  });

  it('takes over what it was to replace before it was refused', () => {
    const refused = round({ state: 'refused', settledAt: earlier, progress: inItsPlace }, { start: eleven });
    expect(decided({ start: eleven }, booked, refused)).toMatchObject({ kind: 'open', replaces: [booked] });
  });

  it('gives up for it what was to take the same place and has not booked yet', () => {
    const second = round({ progress: inItsPlace }, { start: eleven, insteadOf: ten });
    expect(decided({ start: twelve, insteadOf: ten }, booked, second)).toMatchObject({
      kind: 'open',
      withdraws: [second],
      replaces: [booked],
    });
  });

  it('asks back about the one that took the place of what it names', () => {
    const first = round({ state: 'refused', withdrawnAt: at, settledAt: at });
    const second = round({ state: 'booked', bookedUid: 'uid-2' }, { start: eleven, insteadOf: ten });
    const third = { start: twelve, insteadOf: ten };
    expect(decided(third, first, second)).toEqual({ kind: 'ask_back', question: 'instead_or_as_well', about: second });
    expect(decided({ ...third, insteadOf: eleven }, first, second)).toMatchObject({
      kind: 'open',
      replaces: [second],
    });
    const besides = round({ state: 'booked', bookedUid: 'uid-3' }, { start: eleven, asWell: true });
    expect(decided(third, first, besides)).toMatchObject({ kind: 'open', replaces: [] });
  });

  it('replaces the earlier one though its name is heard a little differently', () => {
    const known = round({ state: 'booked' }, named('Jonas Meyer'));
    const instead = { ...named('Jonas Meier'), start: eleven, insteadOf: 'earlier' };
    expect(decided(instead, known)).toMatchObject({ kind: 'open', replaces: [known] });
  });
});

describe('a wish in the place of one that', () => {
  const booked = round({ id: 'booked', state: 'booked', bookedUid: 'uid-1' });
  const instead = (...rounds: Attempt[]) => decided({ start: twelve, insteadOf: eleven }, ...rounds);

  it.each<[string, Partial<BookingAttempt>]>([
    ['was refused', { state: 'refused', settledAt: earlier }],
    ['was given up', { state: 'requested', withdrawnAt: earlier }],
  ])('%s takes over what that was to replace', (_, difference) => {
    const between = round({ ...difference, progress: { ...noProgress, replaces: ['booked'] } }, { start: eleven });
    expect(instead(booked, between)).toMatchObject({ kind: 'open', withdraws: [], replaces: [booked] });
  });

  it.each<[string, Attempt]>([
    ['is booked', booked],
    ['is unsettled', round()],
    ['is booked under nearly the same name', round({ state: 'booked', bookedUid: 'uid-1' }, named('Jonas Webers'))],
  ])('nobody has heard of is asked about, when another %s', (_, other) => {
    expect(instead(other)).toEqual({ kind: 'ask_back', question: 'instead_or_as_well', about: other });
  });

  it.each<[string, Attempt[]]>([
    ['no other is there', []],
    ['the other was refused', [round({ state: 'refused', settledAt: earlier })]],
    ["the other is another person's", [round({}, named('Petra Klein'))]],
  ])('nobody has heard of is booked, when %s', (_, others) => {
    expect(instead(...others)).toMatchObject({ kind: 'open', withdraws: [], replaces: [] });
  });

  it('was refused under another spelling takes over what that was to replace, once it is said to be the same', () => {
    const known = round({ id: 'booked', state: 'booked', bookedUid: 'uid-1' }, named('Jonas Meyer'));
    const progress = { ...noProgress, replaces: ['booked'] };
    const refused = round(
      { state: 'refused', settledAt: earlier, progress },
      { ...named('Jonas Meyer'), start: eleven },
    );
    const again = (insteadOf: string | null) =>
      decided({ ...named('Jonas Meier'), start: eleven, insteadOf }, known, refused);
    expect(again(eleven)).toMatchObject({ kind: 'open', replaces: [known] });
    expect(again(null)).toMatchObject({ kind: 'open', replaces: [] });
  });
});

describe('function calls that overtake each other', () => {
  const saidBefore = (said: Partial<BookingRequested>, ...rounds: Attempt[]) =>
    decide({ ...functionCall(said), time: earlier.toISOString() }, rounds);

  it.each<[string, Partial<BookingAttempt>]>([
    ['refused', { state: 'refused', settledAt: at }],
    ['withdrawn', { withdrawnAt: at }],
    ['cancelled', { state: 'booked', endedAt: at }],
  ])('belong to the round that was %s after they were said', (_, difference) => {
    const known = round(difference);
    expect(saidBefore({}, known)).toEqual({ kind: 'join', attempt: known, wantedAgain: false });
  });

  it('belong to the round that was given up for another wish after they were said, whenever that was booked', () => {
    const known = round({ state: 'booked', endedAt: later });
    const inItsPlace = round({ state: 'booked', progress: { ...noProgress, replaces: [known.id] } }, { start: eleven });
    expect(saidBefore({}, known, inItsPlace)).toMatchObject({ kind: 'join', attempt: known });
    expect(decided({}, known, inItsPlace)).toMatchObject({ kind: 'open', round: 2 });
  });

  it('open a round when they bring the address a refused one lacked', () => {
    const { attendee } = sampleOf(Requested);
    const refused = { state: 'refused', settledAt: at, reason: 'missing_contact' } as const;
    const lacking = round(refused, { attendee: { ...attendee, email: null } });
    const brought = { attendee: { ...attendee, email: 'jonas.weber@example.com' } };
    expect(saidBefore(brought, lacking)).toMatchObject({ kind: 'open', round: 2 });
    const taken: BookingAttempt = { ...lacking, reason: 'slot_taken' };
    expect(saidBefore(brought, taken)).toMatchObject({ kind: 'join', attempt: taken });
  });

  it.each([ten, 'earlier'])(
    'open a round that is given up at once when another wish took their place (%s)',
    (insteadOf) => {
      const inItsPlace = round({}, { start: eleven, insteadOf });
      expect(saidBefore({}, inItsPlace)).toMatchObject({ kind: 'open', givenUp: true, withdraws: [], replaces: [] });
      expect(decided({}, inItsPlace)).not.toMatchObject({ givenUp: true });
    },
  );

  it.each<[string, Partial<BookingRequested>]>([
    ['another person', { ...named('Petra Klein') }],
    ['another start', { start: twelve }],
  ])('are not given up for a wish in the place of that of %s', (_, said) => {
    expect(saidBefore(said, round({}, { start: eleven, insteadOf: ten }))).not.toMatchObject({ givenUp: true });
  });
});

describe('a change', () => {
  const booked = round({ state: 'booked', bookedUid: 'uid-1' });

  it.each<[string, Request]>([
    ['cancellation', cancelCall()],
    ['move', moveCall(eleven)],
  ])('is overtaken by the wish that was said after it: a %s', (_, change) => {
    const saidBefore = { ...change, time: earlier.toISOString() };
    expect(decide(saidBefore, [booked])).toMatchObject({ kind: 'nothing_to_change', reason: 'superseded' });
    expect(decide(change, [booked])).toMatchObject({ kind: 'open' });
  });

  it('that is open lets whoever wants the appointment all the same wait', () => {
    const cancelling = { ...round(), operation: 'cancel', request: cancelCall().data } as unknown as Attempt;
    expect(decided({}, booked, cancelling)).toEqual({ kind: 'wait' });
  });
});
