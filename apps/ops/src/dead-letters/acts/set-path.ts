/** A path that leads nowhere in this body. */
export class NoSuchPath extends Error {
  override readonly name = 'NoSuchPath';
}

/**
 * A copy with another value at a dotted path (`data.attendee.email`, `data.segments.0.uid`). A field may be new, what it is
 * in may not. Undefined removes the field.
 * @throws NoSuchPath naming how far the path leads
 */
export function withValueAt(body: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(body);
  const steps = path.split('.');
  const last = steps.pop() as string;
  let at = copy;
  for (const [index, step] of steps.entries()) {
    if (!has(at, step)) throw new NoSuchPath(`there is no ${steps.slice(0, index + 1).join('.')}`);
    at = (at as Record<string, unknown>)[step];
  }
  if (typeof at !== 'object' || at === null) throw new NoSuchPath(`${steps.join('.') || 'the body'} has no fields`);
  if (Array.isArray(at)) setItem(at as unknown[], last, value, path);
  else if (value === undefined) delete (at as Record<string, unknown>)[last];
  else Object.defineProperty(at, last, { value, writable: true, enumerable: true, configurable: true });
  return copy;
}

function has(value: unknown, step: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step);
}

/** A list may grow by one item at its end. */
function setItem(list: unknown[], step: string, value: unknown, path: string): void {
  const index = /^\d+$/.test(step) ? Number(step) : NaN;
  if (!(index <= list.length)) throw new NoSuchPath(`${path} is no place in a list of ${list.length}`);
  if (value === undefined) list.splice(index, 1);
  else list[index] = value;
}
