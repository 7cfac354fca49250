import type { LiveCall } from '@callbook/sandbox';
import type { Journey } from './journey';

/** What the agent was answered; only what tests look at. */
export interface Told {
  readonly status: string;
  readonly say: string;
  readonly start_local: string | null;
  readonly staff: string | null;
  readonly reference: string | null;
  readonly alternatives: readonly string[];
}

/** Calls a function through the signed door, once. @returns the body of the answer, which must be 200 */
export async function ask(call: LiveCall, name: string, args: Record<string, unknown>): Promise<Told> {
  const { answers } = await call.invoke({ name, args });
  expect(answers).toMatchObject([{ status: 200 }]);
  return answers[0]?.body as Told;
}

/** Live bookings of an attendee, by their time; the calendar's word, whatever Callbook wrote beside them. */
export function liveBookingsOf({ calcom }: Journey, attendee: string) {
  return calcom.world.bookings
    .filter(({ status, attendee: { name } }) => (status === 'ACCEPTED' || status === 'PENDING') && name === attendee)
    .sort((a, b) => a.start - b.start);
}
