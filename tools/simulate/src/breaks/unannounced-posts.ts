import { type Attempt, type Attempts } from '@callbook/booking/use-cases';

/** What announces a POST is written only after it, together with what came of it. */
export function unannouncedPosts(attempts: Attempts): Attempts {
  const unwritten = new Map<string, { readonly before: Attempt; readonly announce: () => Promise<Attempt> }>();
  const written = async <A extends Attempt>(attempt: A): Promise<A> => {
    const known = unwritten.get(attempt.id);
    if (!known || known.before.version + 1 !== attempt.version) return attempt;
    unwritten.delete(attempt.id);
    return (await known.announce()) as A;
  };
  const move: Attempts['move'] = async (attempt, step, evidence) => {
    const before = await written(attempt);
    if (step.state !== 'posting') return attempts.move(before, step, evidence);
    unwritten.set(before.id, { before, announce: () => attempts.move(before, step, evidence) });
    const { posted: _, ...change } = step;
    return { ...before, ...change, version: before.version + 1 };
  };
  return new Proxy(attempts, {
    get(target, key) {
      if (key === 'move') return move;
      if (key === 'settle')
        return async (...[attempt, settlement, dueAt]: Parameters<Attempts['settle']>) =>
          target.settle(await written(attempt), settlement, dueAt);
      return Reflect.get(target, key) as unknown;
    },
  });
}
