import { counter, gauge } from '@callbook/observability';

export const spooledEvents = gauge({
  name: 'callbook_gateway_spool_events',
  help: 'Events on this disk, "waiting" for the broker or "held" because it refused them.',
  labelNames: ['state'],
});

export const spoolAge = gauge({
  name: 'callbook_gateway_spool_oldest_seconds',
  help: 'How long the oldest event has been on this disk; 0 when there is none.',
});

export const storedInSpool = counter({
  name: 'callbook_gateway_spool_stored_total',
  help: 'Events put on this disk because the broker did not confirm them, or because others waited.',
  labelNames: ['type'],
});

export const drainedFromSpool = counter({
  name: 'callbook_gateway_spool_drained_total',
  help: 'Events of this disk that the broker has confirmed.',
});

export const spoolFailures = counter({
  name: 'callbook_gateway_spool_failures_total',
  help: 'Events that could not be put on this disk, by why: SpoolFull, SpoolUnusable or SpoolDamaged.',
  labelNames: ['reason'],
});

export const spoolsSetAside = counter({
  name: 'callbook_gateway_spool_set_aside_total',
  help: 'Damaged spool files that were set aside. Each needs a person.',
});

export const spoolsLost = counter({
  name: 'callbook_gateway_spool_lost_total',
  help: 'Spool files that were found empty or gone where a spool had been. Each needs a person.',
});
