/** Sorted by a key, so that a catalogue is the same from whichever source it was read. */
export function inOrder<T>(things: readonly T[], keyOf: (thing: T) => string): T[] {
  return things.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
