import { gauge, scrapedGauge } from '@callbook/observability';

export const catalogueVersion = gauge({
  name: 'callbook_catalogue_version',
  help: 'Version of the catalogue this process uses.',
});

let seenAt: Date | undefined;

/** The catalogue in use was the database's at that time. */
export function catalogueSeen(at: Date): void {
  seenAt = at;
}

scrapedGauge(
  {
    name: 'callbook_catalogue_age_seconds',
    help: 'How long ago the catalogue in use was seen to be that of the database, which is looked at every 30 s; of a copy: how long ago it was loaded. Absent while there is none.',
  },
  (age) => {
    if (seenAt) age.set((Date.now() - seenAt.getTime()) / 1_000);
  },
);
