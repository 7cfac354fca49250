import { scrapedGauge, sharedMeasurement } from '@callbook/observability';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AlertChannel } from './alert-channels';
import { AlertOutbox } from './alert-outbox';
import { DeliverAlerts, type DeliverySettings } from './deliver-alerts';
import { RaiseAlerts } from './raise-alerts';

const lookEveryMs = 2_000;
const hourMs = 3_600_000;
/** However often it is scraped, the database is asked no more often. Milliseconds. */
const askEveryMs = 10_000;

export interface AlertSettings extends DeliverySettings {
  readonly channels: readonly AlertChannel[];
}

/** Tells people of dead letters. Looks at tables only: whatever becomes of it, the mover is not held up. */
@Module({})
export class AlertsModule {
  constructor(@Inject(DataSource) database: DataSource) {
    showWaiting(new AlertOutbox(database));
  }

  static forRoot({ channels, ...settings }: AlertSettings): DynamicModule {
    return {
      module: AlertsModule,
      providers: [
        repeatedly('alerts', [DataSource], (database: DataSource) => {
          const raise = new RaiseAlerts(database);
          return { everyMs: lookEveryMs, execute: () => raise.execute() };
        }),
        repeatedly('addresses of alerts', [DataSource], (database: DataSource) => {
          const outbox = new AlertOutbox(database);
          const names = channels.map(({ name }) => name);
          return { everyMs: lookEveryMs, execute: () => outbox.address(names).then(() => false) };
        }),
        ...channels.map((channel) =>
          repeatedly(`alerts to ${channel.name}`, [DataSource], (database: DataSource) => {
            const deliver = new DeliverAlerts(new AlertOutbox(database), channel, settings);
            return { everyMs: lookEveryMs, execute: () => deliver.execute() };
          }),
        ),
        repeatedly('old alerts', [DataSource], (database: DataSource) => {
          const outbox = new AlertOutbox(database);
          return { everyMs: hourMs, execute: () => outbox.forgetOld().then(() => false) };
        }),
      ],
    };
  }
}

/** Alerting is watched from outside: alerts that nobody gets show here, and nowhere in an alert. */
function showWaiting(outbox: AlertOutbox): void {
  const waiting = sharedMeasurement(askEveryMs, () => outbox.waiting());
  scrapedGauge(
    { name: 'callbook_alerts_waiting', help: 'Alerts not delivered yet, by channel', labelNames: ['channel'] },
    async (series) => {
      for (const { channel, alerts } of await waiting()) series.set({ channel }, alerts);
    },
  );
  scrapedGauge(
    {
      name: 'callbook_alerts_oldest_waiting_seconds',
      help: 'Age of the oldest alert not delivered yet, by channel',
      labelNames: ['channel'],
    },
    async (series) => {
      for (const { channel, oldestSeconds } of await waiting()) series.set({ channel }, oldestSeconds);
    },
  );
}
