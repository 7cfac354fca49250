import fc from 'fast-check';

/** Minutes after the morning begins. Few, so that many things happen at the same time. */
export type Minute = number;

/** A phone or web call there may be. */
export interface CallPlan {
  /** The caller's, if they show one; `web` calls have none. */
  readonly number: 0 | 1 | 'withheld' | 'web';
  /** Whether messages say when it began. */
  readonly startKnown: boolean;
  readonly branch: 0 | 1;
}

/** A chain of bookings there may be. */
export interface ChainPlan {
  /** The call that booked it; null: nobody rang. */
  readonly call: number | null;
  /** So many facts name no call yet: it was taken for a web booking until evidence appeared. */
  readonly namedFrom: number;
  readonly composite: boolean;
}

/** How a message is handed over: by which writer, and when; those with the same number may be handed over at once. */
export interface Delivery {
  readonly at: number;
  readonly writer: 0 | 1;
}

interface Told {
  readonly minute: Minute;
  /** Once, or several times. */
  readonly deliveries: readonly Delivery[];
  /** When it is told once more, after the inbox has forgotten it; null: it is not. */
  readonly replay: Delivery | null;
}

/** What the calendar holds after a change of it. */
export interface FactPlan extends Told {
  readonly kind: 'fact';
  readonly chain: number;
  readonly status: 'accepted' | 'pending' | 'cancelled' | 'rejected';
  /** Which of three times, and with it which uid. */
  readonly moved: 0 | 1 | 2;
  readonly host: 'by-id' | 'by-email' | 'ambiguous' | 'unknown' | 'none' | 'sentinel';
  readonly absent: 'nobody' | 'attendee' | 'host';
  readonly attendee: 'regular' | 'other-name' | 'real-mail' | 'phone-only' | 'mail-only' | 'nobody' | 'silent';
  readonly service: boolean;
  readonly price: boolean;
  /** Creation as the calendar says; null: it does not. */
  readonly createdMinute: Minute | null;
  readonly functionCalls: readonly number[];
  /** Asked for on the phone, by this call. */
  readonly changedBy: {
    readonly call: number;
    readonly operation: 'reschedule' | 'cancel';
    readonly round: number;
  } | null;
}

export interface CallEventPlan extends Told {
  readonly kind: 'started' | 'ended' | 'analyzed';
  readonly call: number;
  /** Two may differ in what they say. */
  readonly variant: number;
  /** Whether it has the fields of the end, one by one. */
  readonly known: {
    readonly endedAt: boolean;
    readonly duration: boolean;
    readonly transcript: boolean;
    readonly recording: boolean;
  };
}

/** A wish for a chain that is there already is another wish than the one that booked it. */
export const bookedAlready = 10;

/** What a call asks for: to book, move or cancel a chain, or something that never comes to be. */
export type Wish = { readonly operation: 'book' | 'reschedule' | 'cancel'; readonly chain: number | 'nothing' };

export interface UnbookedPlan extends Told {
  readonly kind: 'failed' | 'unresolved';
  readonly call: number;
  readonly wish: Wish;
  readonly round: number;
  readonly reason: number;
  readonly functionCalls: readonly number[];
}

export interface AskedBackPlan extends Told {
  readonly kind: 'asked-back';
  readonly call: number;
  readonly wish: Wish;
  readonly functionCall: number;
}

export interface JoinedPlan extends Told {
  readonly kind: 'joined';
  readonly call: number;
  readonly wish: Wish;
  readonly round: number;
  readonly functionCall: number;
}

export interface AlreadyBookedPlan extends Told {
  readonly kind: 'already-booked';
  readonly call: number;
  readonly chain: number;
  readonly moved: 0 | 1 | 2;
  readonly functionCalls: readonly number[];
}

export interface AnsweredPlan extends Told {
  readonly kind: 'answered';
  readonly call: number;
  readonly wish: Wish | null;
  readonly functionCall: number;
  /** Which of the facts it answers to, counted round and round, where there is one; then call, wish and function call are those of that fact. */
  readonly about: number | null;
  readonly status:
    'pending' | 'booked' | 'already_booked' | 'requested' | 'refused' | 'moved' | 'cancelled' | 'ask_back';
  readonly delivered: boolean;
}

export interface LinkPlan extends Told {
  readonly kind: 'linked' | 'unlinked';
  readonly chain: number;
  readonly call: number;
}

export interface NotePlan extends Told {
  readonly kind: 'noted';
  readonly chain: number;
  readonly text: number | null;
}

/** Customers by what they are recognised by: a number, or a call without one. */
export type CustomerPlan = { readonly number: 0 | 1 | 2 } | { readonly call: number };

export interface MergePlan extends Told {
  readonly kind: 'merged' | 'unmerged';
  readonly customer: CustomerPlan;
  readonly into: CustomerPlan;
}

export type StepPlan =
  | FactPlan
  | CallEventPlan
  | UnbookedPlan
  | AskedBackPlan
  | JoinedPlan
  | AlreadyBookedPlan
  | AnsweredPlan
  | LinkPlan
  | NotePlan
  | MergePlan;

/** A history as it is generated and shrunk: plain data, the same for the same seed. */
export interface Plan {
  readonly calls: readonly CallPlan[];
  readonly chains: readonly ChainPlan[];
  readonly steps: readonly StepPlan[];
  /** Whether messages with the same number are handed over at once. */
  readonly atOnce: boolean;
  /** Whether somebody is known by a number in one booking and by their address alone in another. */
  readonly sharedAddress: boolean;
}

export const mostSteps = 12;
const three = 3;

const minute = fc.integer({ min: 0, max: 12 }).map((tens) => tens * 20);
const delivery: fc.Arbitrary<Delivery> = fc.record({
  at: fc.nat(11),
  writer: fc.constantFrom<(0 | 1)[]>(0, 1),
});
const told = {
  minute,
  deliveries: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(delivery) },
    { weight: 1, arbitrary: fc.tuple(delivery, delivery) },
    { weight: 1, arbitrary: fc.tuple(delivery, delivery, delivery) },
  ) as fc.Arbitrary<readonly Delivery[]>,
  replay: fc.option(delivery, { nil: null, freq: 3 }),
};
/** People decide about one thing twice in the same minute now and then. */
const decided = { ...told, minute: fc.constantFrom(180, 200, 200) };
const callPlace = fc.constantFrom(0, 0, 1, 1, 2);
const chainPlace = fc.constantFrom(0, 0, 0, 1, 1, 2);
const movedTo = fc.constantFrom<(0 | 1 | 2)[]>(0, 0, 1, 2);
const round = fc.constantFrom(1, 1, 2);
const functionCall = fc.nat(2);
const functionCalls = fc.uniqueArray(functionCall, { maxLength: 2 });
const wish: fc.Arbitrary<Wish> = fc.record({
  operation: fc.constantFrom<Wish['operation'][]>('book', 'book', 'book', 'reschedule', 'cancel'),
  chain: fc.constantFrom<(number | 'nothing')[]>(0, 0, 0, 1, 1, bookedAlready, 'nothing'),
});

const fact: fc.Arbitrary<FactPlan> = fc.record({
  ...told,
  kind: fc.constant('fact'),
  chain: chainPlace,
  status: fc.constantFrom<FactPlan['status'][]>('accepted', 'accepted', 'accepted', 'pending', 'cancelled', 'rejected'),
  moved: movedTo,
  host: fc.constantFrom<FactPlan['host'][]>('by-id', 'by-id', 'by-email', 'ambiguous', 'unknown', 'none', 'sentinel'),
  absent: fc.constantFrom<FactPlan['absent'][]>('nobody', 'nobody', 'nobody', 'attendee', 'host'),
  attendee: fc.constantFrom<FactPlan['attendee'][]>(
    'regular',
    'regular',
    'other-name',
    'real-mail',
    'phone-only',
    'mail-only',
    'nobody',
    'silent',
  ),
  service: fc.boolean(),
  price: fc.boolean(),
  createdMinute: fc.option(minute, { nil: null, freq: 4 }),
  functionCalls,
  changedBy: fc.option(
    fc.record({
      call: callPlace,
      operation: fc.constantFrom<('reschedule' | 'cancel')[]>('reschedule', 'cancel'),
      round,
    }),
    { nil: null, freq: 2 }, // half of them
  ),
});

const callEvent: fc.Arbitrary<CallEventPlan> = fc.record({
  ...told,
  kind: fc.constantFrom<CallEventPlan['kind'][]>('started', 'ended', 'analyzed', 'analyzed'),
  call: callPlace,
  variant: fc.nat(1),
  known: fc.record({
    endedAt: fc.boolean(),
    duration: fc.boolean(),
    transcript: fc.boolean(),
    recording: fc.boolean(),
  }),
});

const unbooked: fc.Arbitrary<UnbookedPlan> = fc.record({
  ...told,
  kind: fc.constantFrom<UnbookedPlan['kind'][]>('failed', 'unresolved'),
  call: callPlace,
  wish,
  round,
  reason: fc.nat(3),
  functionCalls,
});

const askedBack: fc.Arbitrary<AskedBackPlan> = fc.record({
  ...told,
  kind: fc.constant('asked-back'),
  call: callPlace,
  wish,
  functionCall,
});

const joined: fc.Arbitrary<JoinedPlan> = fc.record({
  ...told,
  kind: fc.constant('joined'),
  call: callPlace,
  wish,
  round,
  functionCall,
});

const alreadyBooked: fc.Arbitrary<AlreadyBookedPlan> = fc.record({
  ...told,
  kind: fc.constant('already-booked'),
  call: callPlace,
  chain: chainPlace,
  moved: movedTo,
  functionCalls,
});

const answered: fc.Arbitrary<AnsweredPlan> = fc.record({
  ...told,
  kind: fc.constant('answered'),
  call: callPlace,
  wish: fc.option(wish, { nil: null, freq: 9 }),
  functionCall,
  about: fc.option(fc.nat(mostSteps - 1), { nil: null, freq: 2 }),
  status: fc.constantFrom<AnsweredPlan['status'][]>(
    'pending',
    'pending',
    'pending',
    'booked',
    'already_booked',
    'requested',
    'refused',
    'refused',
    'moved',
    'cancelled',
    'ask_back',
  ),
  delivered: fc.constantFrom(true, true, true, false),
});

const linked: fc.Arbitrary<LinkPlan> = fc.record({
  ...decided,
  kind: fc.constantFrom<LinkPlan['kind'][]>('linked', 'unlinked'),
  chain: chainPlace,
  call: callPlace,
});

const noted: fc.Arbitrary<NotePlan> = fc.record({
  ...decided,
  kind: fc.constant('noted'),
  chain: chainPlace,
  text: fc.option(fc.nat(2), { nil: null, freq: 4 }),
});

const customer: fc.Arbitrary<CustomerPlan> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ number: fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2) }) },
  { weight: 1, arbitrary: fc.record({ call: callPlace }) },
);

const merged: fc.Arbitrary<MergePlan> = fc.record({
  ...decided,
  kind: fc.constantFrom<MergePlan['kind'][]>('merged', 'merged', 'unmerged'),
  customer,
  into: customer,
});

/** What is said is mostly about something that happened; by chance alone the two would hardly meet. */
function answersAbout({ steps, chains }: Plan): StepPlan[] {
  const facts = steps.filter((step) => step.kind === 'fact');
  return steps.map((step) => {
    if (step.kind !== 'answered' || step.about === null) return step;
    const fact = facts[step.about % facts.length];
    if (!fact) return step;
    const call = fact.changedBy?.call ?? chains[fact.chain]?.call ?? step.call;
    const wish: Wish = { operation: fact.changedBy?.operation ?? 'book', chain: fact.chain };
    return { ...step, call, wish, functionCall: fact.functionCalls[0] ?? step.functionCall };
  });
}

const plans: fc.Arbitrary<Plan> = fc.record({
  calls: fc.array(
    fc.record({
      number: fc.constantFrom<CallPlan['number'][]>(0, 0, 1, 'withheld', 'web'),
      startKnown: fc.constantFrom(true, true, true, false),
      branch: fc.constantFrom<(0 | 1)[]>(0, 1),
    }),
    { minLength: three, maxLength: three },
  ),
  chains: fc.array(
    fc.record({
      call: fc.option(fc.constantFrom(0, 0, 1, 2), { nil: null, freq: 4 }),
      namedFrom: fc.constantFrom(0, 0, 0, 1, 2),
      composite: fc.constantFrom(false, false, true),
    }),
    { minLength: three, maxLength: three },
  ),
  steps: fc.array(
    fc.oneof(
      { weight: 10, arbitrary: fact },
      { weight: 4, arbitrary: callEvent },
      { weight: 3, arbitrary: answered },
      { weight: 2, arbitrary: unbooked },
      { weight: 1, arbitrary: askedBack },
      { weight: 1, arbitrary: joined },
      { weight: 2, arbitrary: alreadyBooked },
      { weight: 3, arbitrary: linked },
      { weight: 1, arbitrary: noted },
      { weight: 2, arbitrary: merged },
    ),
    { minLength: 1, maxLength: mostSteps, size: 'max' },
  ),
  atOnce: fc.boolean(),
  sharedAddress: fc.boolean(),
});

/** Up to twelve things that are told about up to three calls and three chains. */
const histories: fc.Arbitrary<Plan> = plans.map((plan) => ({ ...plan, steps: answersAbout(plan) }));

/** The history of a seed. */
export function planOf(seed: number): Plan {
  const [plan] = fc.sample(histories, { seed: mixed(seed), numRuns: 1, unbiased: true } as fc.Parameters<Plan>);
  return plan as Plan;
}

/** Neighbouring seeds begin alike in the generator; these do not. */
export function mixed(seed: number): number {
  let state = (seed + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), 1 | state);
  state ^= state + Math.imul(state ^ (state >>> 7), 61 | state);
  return (state ^ (state >>> 14)) | 0;
}
