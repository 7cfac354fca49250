import { type CalcomEvidence } from '../calcom-errors';
import { providerTextIn } from './provider-text';
import { type CalcomOperation } from './calcom-request';

/** An answer that arrived whole, whatever it says. */
export interface CalcomAnswer {
  readonly operation: CalcomOperation;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

export function evidenceOf(answer: CalcomAnswer): CalcomEvidence & { status: number } {
  const { operation, askedAt, answeredAt, status, body } = answer;
  return {
    operation,
    askedAt,
    answeredAt,
    status,
    requestId: requestIdOf(answer),
    providerText: providerTextIn(body) ?? null,
    body,
  };
}

/** Null unless it looks like an id: it goes into messages. */
function requestIdOf({ headers }: CalcomAnswer): string | null {
  const id = headers['x-request-id'] ?? '';
  return /^[\w.:-]{1,128}$/.test(id) ? id : null;
}
