import type { Plan, StepPlan } from '../history/plan';
import type { Arena } from '../writers/arena';
import type { MakeWriter } from '../writers/writer';
import { play, type Played } from './play';

export interface Shrunk {
  readonly played: Played;
  /** False: it was never seen alone, and is told as it was among others. */
  readonly alone: boolean;
}

/** Two writers at once do not meet in the same way each time. */
const tries = 3;
const mostMs = 60_000;

/**
 * The smallest history found that still goes wrong. All that are a little smaller are told side by side; the first of them
 * that goes wrong is the next one, until none does.
 */
export async function shrink(
  arena: Arena,
  { plan, seen, makeWriter }: { plan: Plan; seen: Played; makeWriter: MakeWriter },
): Promise<Shrunk> {
  const until = performance.now() + mostMs;
  let smallest = await firstWrong(arena, [plan], makeWriter);
  if (!smallest) return { played: seen, alone: false };
  while (performance.now() < until) {
    const { plan: last } = smallest;
    let smaller: Wrong | undefined;
    for (const way of ways) {
      smaller = await firstWrong(arena, way(last), makeWriter);
      if (smaller) break;
    }
    if (!smaller) break;
    smallest = smaller;
  }
  return { played: smallest.played, alone: true };
}

interface Wrong {
  readonly plan: Plan;
  readonly played: Played;
}

async function firstWrong(arena: Arena, plans: readonly Plan[], makeWriter: MakeWriter): Promise<Wrong | undefined> {
  for (let left = plans.length > 0 ? tries : 0; left > 0; left--) {
    const all = await play(arena, plans, makeWriter);
    const place = all.findIndex(({ violations }) => violations !== null);
    if (place >= 0) return { plan: plans[place] as Plan, played: all[place] as Played };
  }
  return undefined;
}

/** Each gives histories that are a little smaller, most welcome first. */
const ways: readonly ((plan: Plan) => Plan[])[] = [withoutHalf, withoutOne, told, said, set];

function withoutHalf(plan: Plan): Plan[] {
  const half = Math.ceil(plan.steps.length / 2);
  if (half < 2) return [];
  return [plan.steps.slice(0, half), plan.steps.slice(half)].map((steps) => ({ ...plan, steps }));
}

function withoutOne(plan: Plan): Plan[] {
  if (plan.steps.length === 1) return [];
  return plan.steps.map((_, place) => ({ ...plan, steps: plan.steps.toSpliced(place, 1) }));
}

/** Handed over less often, by one writer, one after the other. */
function told(plan: Plan): Plan[] {
  const steps = eachStep(plan, ({ deliveries, replay }) => [
    ...(deliveries.length > 1 ? deliveries.map((one) => ({ deliveries: [one] })) : []),
    ...(replay ? [{ replay: null }] : []),
    ...(deliveries.some(({ writer }) => writer === 1)
      ? [{ deliveries: deliveries.map((one) => ({ ...one, writer: 0 as const })) }]
      : []),
  ]);
  return plan.atOnce ? [{ ...plan, atOnce: false }, ...steps] : steps;
}

/** What nothing depends on, as it usually is. */
const usual: Readonly<Record<string, unknown>> = {
  changedBy: null,
  functionCalls: [],
  createdMinute: null,
  absent: 'nobody',
  host: 'by-id',
  attendee: 'regular',
  status: 'accepted',
  service: true,
  price: true,
  moved: 0,
  round: 1,
  reason: 0,
  delivered: true,
};

function said(plan: Plan): Plan[] {
  return eachStep(plan, (step) =>
    Object.entries(usual).flatMap(([field, value]) => {
      const now = (step as unknown as Record<string, unknown>)[field];
      const isSame = now === undefined || JSON.stringify(now) === JSON.stringify(value);
      return isSame || (field === 'status' && step.kind !== 'fact') ? [] : [{ [field]: value }];
    }),
  );
}

function set(plan: Plan): Plan[] {
  const chains = plan.chains.flatMap((chain, place) => [
    ...(chain.composite ? [plan.chains.with(place, { ...chain, composite: false })] : []),
    ...(chain.namedFrom > 0 ? [plan.chains.with(place, { ...chain, namedFrom: 0 })] : []),
  ]);
  return chains.map((one) => ({ ...plan, chains: one }));
}

function eachStep(plan: Plan, changes: (step: StepPlan) => readonly object[]): Plan[] {
  return plan.steps.flatMap((step, place) =>
    changes(step).map((change) => ({ ...plan, steps: plan.steps.with(place, { ...step, ...change } as StepPlan) })),
  );
}
