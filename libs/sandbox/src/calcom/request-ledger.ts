import { type OperationName } from './routes';

/** How one request ended for its caller. */
export type RequestResult = { status: number } | 'disconnected' | 'silent';

export interface RecordedRequest {
  number: number;
  operation: OperationName | undefined;
  method: string;
  path: string;
  receivedAt: string;
  body: unknown;
  /** Null while it is being handled. */
  result: RequestResult | null;
  /** The booking this request wrote, whatever its caller was told. */
  bookingUid: string | null;
}

/** Every request to the API since the last reset: the sandbox's own witness of what it was asked and answered. */
export class RequestLedger {
  private requests: RecordedRequest[] = [];

  open(request: Omit<RecordedRequest, 'number' | 'result' | 'bookingUid'>): RecordedRequest {
    const recorded = { ...request, number: this.requests.length + 1, result: null, bookingUid: null };
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
