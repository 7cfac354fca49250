export interface CancelBookingInput {
  /** Cal.com shows it to both sides. */
  readonly reason: string;
}

export function cancelBookingBody({ reason }: CancelBookingInput): object {
  return { cancellationReason: reason };
}
