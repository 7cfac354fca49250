import CircuitBreaker from 'opossum';
import { CalcomUnavailable, CalcomUnclear } from '../calcom-errors';
import { type CalcomOperation } from './calcom-request';

export interface BreakerSettings {
  /** Share of faults, in per cent, above which the breaker opens. Default 50. */
  readonly faultPercentage: number;
  /** Requests within the window before the share means anything. Default 5. */
  readonly minimumRequests: number;
  /** Milliseconds; default twice the HTTP time-out. */
  readonly windowMs: number;
  /** Milliseconds it stays open before one request may try again. Default 30 s. */
  readonly openMs: number;
}

/**
 * Stops asking a Cal.com that does not work. Only faults count: being refused, throttled or turned away at the door are
 * answers of a server in good health. Work keeps its own errors; an open breaker is CalcomUnavailable.
 */
export class FaultBreaker {
  private readonly breaker: CircuitBreaker<[() => Promise<unknown>], unknown>;
  private readonly openMs: number;
  /** Of `performance.now()`. */
  private openedAt = 0;

  constructor({ timeoutMs, ...settings }: Partial<BreakerSettings> & { readonly timeoutMs: number }) {
    this.openMs = settings.openMs ?? 30_000;
    this.breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
      name: 'calcom',
      timeout: false, // the HTTP client keeps the time: two clocks would race, and this one does not know what was sent
      errorFilter: (error: unknown) => !isFault(error),
      errorThresholdPercentage: settings.faultPercentage ?? 50,
      volumeThreshold: settings.minimumRequests ?? 5,
      // A request counts when it starts, its fault when it ends. A window shorter than the time-out would have forgotten
      // the requests by the time they time out, and never open.
      rollingCountTimeout: settings.windowMs ?? 2 * timeoutMs,
      resetTimeout: this.openMs,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
    });
    this.breaker.on('open', () => (this.openedAt = performance.now()));
  }

  /** Milliseconds until a request may try again; 0 while requests pass. */
  get openForMs(): number {
    return this.breaker.opened ? Math.max(1, this.openedAt + this.openMs - performance.now()) : 0;
  }

  /** @throws CalcomUnavailable while open or after `close()`; whatever `work` throws otherwise */
  async run<T>(operation: CalcomOperation, work: () => Promise<T>): Promise<T> {
    try {
      return (await this.breaker.fire(work)) as T;
    } catch (error) {
      if (!(error instanceof Error && CircuitBreaker.isOurError(error))) throw error;
      throw new CalcomUnavailable(operation, this.breaker.isShutdown ? 'client_closed' : 'breaker_open');
    }
  }

  close(): void {
    this.breaker.shutdown();
  }
}

/** A conflict is unclear to whoever booked, but says nothing bad about the server. */
export function isFault(error: unknown): boolean {
  return error instanceof CalcomUnavailable || (error instanceof CalcomUnclear && error.reason !== 'conflict');
}
