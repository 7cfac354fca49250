/** Cal.com says by text alone that a change was made before, perhaps by an earlier try whose answer got lost. */

const movedTo = /\bhas been cancelled and rescheduled already to booking with uid=([\w-]+)/;
const cancelled = /\bhas (?:already been cancelled\b|been cancelled already\b|been cancelled\.)/;

/** The uid a booking was moved to, from the refusal to move it again. A capability like every uid: never log it. */
export function uidItWasMovedTo(providerText: string): string | undefined {
  return movedTo.exec(providerText)?.[1];
}

/** Whether the refusal of a cancellation or a move says that the booking is cancelled, and not that it was moved. */
export function isAlreadyCancelled(providerText: string): boolean {
  return cancelled.test(providerText);
}
