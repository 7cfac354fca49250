/** What a booking becomes; what is not named stays as it is. */
export interface RescheduleBookingInput {
  readonly start: Date;
  readonly reason?: string;
  /** E-mail address of whoever moves it; the host's makes the new booking accepted where it would have to be confirmed. */
  readonly rescheduledBy?: string;
  /** Cal.com user ids of those who may serve; heeded like that of a new booking. */
  readonly hostSubset?: readonly number[];
}

/** Field by field: Cal.com refuses a body with any property it does not know. */
export function rescheduleBookingBody({ start, reason, rescheduledBy, hostSubset }: RescheduleBookingInput): object {
  return {
    start: start.toISOString(),
    reschedulingReason: reason,
    rescheduledBy,
    rrHostSubsetIds: hostSubset,
  };
}
