import { planOf } from './plan';

const plans = Array.from({ length: 300 }, (_, seed) => planOf(seed));
const steps = plans.flatMap((plan) => plan.steps);

/** Every value a field has in steps of these kinds. */
function values(field: string, ...kinds: string[]): Set<unknown> {
  const some = steps.filter(({ kind }) => kinds.includes(kind)) as unknown as Record<string, unknown>[];
  return new Set(
    some.map((step) => (step[field] !== null && typeof step[field] === 'object' ? 'something' : step[field])),
  );
}

describe('generated histories', () => {
  it('are the same for the same seed, and others for the next', () => {
    expect(planOf(7)).toEqual(planOf(7));
    expect(planOf(8)).not.toEqual(planOf(7));
  });

  it.each<[string, unknown[], ...string[]]>([
    ['status', ['accepted', 'pending', 'cancelled', 'rejected'], 'fact'],
    ['moved', [0, 1, 2], 'fact', 'already-booked'],
    ['host', ['by-id', 'by-email', 'ambiguous', 'unknown', 'none', 'sentinel'], 'fact'],
    ['absent', ['nobody', 'attendee', 'host'], 'fact'],
    ['attendee', ['regular', 'other-name', 'real-mail', 'phone-only', 'mail-only', 'nobody', 'silent'], 'fact'],
    ['changedBy', ['something', null], 'fact'],
    ['createdMinute', [null, 0, 120], 'fact'],
    ['wish', ['something', null], 'answered'],
    ['delivered', [true, false], 'answered'],
    [
      'status',
      ['pending', 'booked', 'already_booked', 'requested', 'refused', 'moved', 'cancelled', 'ask_back'],
      'answered',
    ],
    ['round', [1, 2], 'failed', 'unresolved', 'joined'],
    ['text', [null, 0, 1, 2], 'noted'],
    ['replay', ['something', null], 'fact', 'answered', 'linked', 'merged'],
  ])('have every %s there is', (field, expected, ...kinds) => {
    expect([...values(field, ...kinds)]).toEqual(expect.arrayContaining(expected));
  });

  it('have up to twelve messages, of every kind, and several hand-overs of one', () => {
    expect(new Set(plans.map((plan) => plan.steps.length))).toEqual(
      new Set(Array.from({ length: 12 }, (_, less) => less + 1)),
    );
    expect(new Set(steps.map(({ kind }) => kind)).size).toBe(15);
    expect(new Set(steps.map(({ deliveries }) => deliveries.length))).toEqual(new Set([1, 2, 3]));
    const answers = steps.filter(
      (step) => step.kind === 'answered' && step.about !== null && step.wish?.operation !== 'book',
    );
    expect(answers.length).toBeGreaterThan(5);
  });
});
