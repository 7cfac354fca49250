/** The event was not confirmed. Whether the broker has it all the same is open, except where the class says otherwise. */
export abstract class PublishError extends Error {
  abstract readonly code: string;
}

/** There is no connection: nothing was sent. */
export class NotConnectedError extends PublishError {
  override readonly name = 'NotConnectedError';
  readonly code = 'broker_not_connected';

  constructor() {
    super('not connected to the broker');
  }
}

/** The broker takes nothing more for now, being short of memory or disk: nothing was sent. */
export class BrokerBlockedError extends PublishError {
  override readonly name = 'BrokerBlockedError';
  readonly code = 'broker_blocked';

  constructor() {
    super('the broker takes no messages for now');
  }
}

/** The channel was closed before the confirm came. */
export class ConfirmLostError extends PublishError {
  override readonly name = 'ConfirmLostError';
  readonly code = 'broker_confirm_lost';
}

/** No confirm in time. */
export class ConfirmTimeoutError extends PublishError {
  override readonly name = 'ConfirmTimeoutError';
  readonly code = 'broker_confirm_timeout';
}

/** The broker refused the message, for instance because a queue is full: it has not been stored. */
export class NackedError extends PublishError {
  override readonly name = 'NackedError';
  readonly code = 'broker_nacked';
}

/** No queue takes this message: it has not been stored. */
export class UnroutableError extends PublishError {
  override readonly name = 'UnroutableError';
  readonly code = 'broker_unroutable';
}

/** Nothing was sent, nor would anything else be now: it is for the broker to come back. */
export function isBrokerAway(error: unknown): boolean {
  return error instanceof NotConnectedError || error instanceof BrokerBlockedError;
}
