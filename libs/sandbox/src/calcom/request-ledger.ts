import { type ApiRequest } from './exchange';
import { type OperationName } from './routes';

/** How one request ended for its caller. */
export type RequestResult = { status: number } | 'disconnected' | 'silent';

export interface RecordedRequest {
  /** From 1; changes of the calendar name their author by it. */
  number: number;
  operation: OperationName | undefined;
  method: string;
  path: string;
  /** ISO 8601, like the next two. */
  receivedAt: string;
  body: unknown;
  /** Null while it is being handled. What the sandbox did; whether anybody still listened says `abandonedAt`. */
  result: RequestResult | null;
  endedAt: string | null;
  /** When the caller closed the connection without an answer; null while it listened. Only a server can know. */
  abandonedAt: string | null;
  /** The booking this request wrote, whatever its caller was told. */
  bookingUid: string | null;
}

/** Every request to the API since the last reset: the sandbox's own witness of what it was asked and answered. */
export class RequestLedger {
  private requests: RecordedRequest[] = [];

  open({ method, path, body }: ApiRequest, operation: OperationName | undefined, now: Date): RecordedRequest {
    const recorded: RecordedRequest = {
      number: this.requests.length + 1,
      operation,
      method,
      path,
      receivedAt: now.toISOString(),
      body,
      result: null,
      endedAt: null,
      abandonedAt: null,
      bookingUid: null,
    };
    this.requests.push(recorded);
    return recorded;
  }

  of(operation: OperationName): RecordedRequest[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  all(): readonly RecordedRequest[] {
    return this.requests;
  }

  clear(): void {
    this.requests = [];
  }
}
