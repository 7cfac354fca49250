/** Lines of an effect, as consumers report them: `calls changed 1f… status`, `event published appointment.recorded.v1 1f…`. */
export type Effect = readonly string[];

/** The lines one has and the other has not, both ways. */
export function difference(predicted: Effect, did: Effect): string[] {
  return [...without(did, predicted), ...without(predicted, did)];
}

const without = (lines: Effect, others: Effect): string[] => lines.filter((line) => !others.includes(line));

/** The row, or the subject of an event, that a line is about: its last word but for columns. */
export function subjectOf(line: string): string {
  const [, second = '', third = '', fourth = ''] = line.split(' ');
  if (second === 'published') return fourth;
  return third === '' ? second : third;
}
