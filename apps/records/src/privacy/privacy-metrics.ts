import { counter } from '@callbook/observability';

export const peopleErased = counter({
  name: 'callbook_people_erased_total',
  help: 'People who were erased, by company',
  labelNames: ['company'],
});

export const erasedFacts = counter({
  name: 'callbook_facts_of_erased_people_total',
  help: 'Messages about people who were erased: acknowledged and not stored, by company',
  labelNames: ['company'],
});

export const retentionRemoved = counter({
  name: 'callbook_retention_removed_total',
  help: 'What was removed because its time was over (transcripts, recordings, summaries), by company',
  labelNames: ['company', 'what'],
});
