import { HandlersIncomplete, TopologyIncomplete } from '@callbook/messaging';
import { scrub } from '@callbook/observability';

const brokerAway = 'No connection to RabbitMQ: is RABBITMQ_URL right and the broker running?';
const notMigrated = 'The database lacks tables or rights: run npx callbook migrate.';

/** By SQLSTATE, or by the code of a system error. */
const byCode: Readonly<Record<string, string>> = {
  '3F000': notMigrated,
  '42P01': notMigrated,
  '42703': notMigrated,
  '42501': notMigrated,
  EADDRINUSE: 'Another process listens on this PORT.',
  EACCES: 'This user may not do that: look at the PORT, and at who owns the files in the configuration.',
};

/**
 * What a person can do about a start that failed, in words of our own. An error may bring its own as `next`; of all
 * others the text is not repeated, for it may quote an address with a password, or a caller.
 */
export function nextStep(error: unknown): string {
  if (error instanceof TopologyIncomplete || error instanceof HandlersIncomplete) return scrub(error.message);
  const { next, code, message } = Object(error) as { next?: unknown; code?: unknown; message?: unknown };
  if (typeof next === 'string') return scrub(next);
  if (typeof message === 'string' && message.startsWith('No connection to RabbitMQ')) return brokerAway;
  return byCode[String(code)] ?? 'The code and the first frames of the error say where to look.';
}
