import { hash } from 'node:crypto';
import { derivedId } from '@callbook/contracts';
import { normalisedError } from './normalise-error';
import type { ReadLetter } from './dead-letter';

export const digestOf = (body: Buffer): string => hash('sha256', body, 'hex');

/** SQL: whether a message's id is one that our publishers give. */
export const isOurId = (column: string): string => `${column} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;

/** One death: the same message that comes twice from the broker has one. Without a time of death it has one for ever. */
export function deathId({
  queue,
  messageId,
  deadAt,
  body,
}: Pick<ReadLetter, 'queue' | 'messageId' | 'deadAt' | 'body'>) {
  return derivedId('death', queue, messageId, digestOf(body), deadAt?.toISOString() ?? null);
}

/** What was wrong, for whom and where: letters with the same are one thing to people. */
export interface Cause {
  readonly id: string;
  readonly queue: string;
  readonly code: string;
  /** Normalised: without anybody's data. */
  readonly error: string;
  readonly eventType: string | null;
  readonly company: string | null;
}

export function causeOf({ queue, code, error, eventType, company }: Omit<Cause, 'id'>): Cause {
  const normalised = normalisedError(error, code);
  const id = derivedId('dead letter group', queue, code, normalised, eventType, company);
  return { id, queue, code, error: normalised, eventType, company };
}
