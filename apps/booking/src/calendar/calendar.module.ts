import { CatalogueSource, SecretResolver } from '@callbook/catalogue';
import { type DynamicModule, Global, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { Timers } from '../clock/timers';
import { divided } from '../rate-budget/budget-rule';
import { Budgets } from '../rate-budget/budgets';
import { PostgresBudgets } from '../rate-budget/budgets.repository';
import { RateBudget, type RateBudgetSettings } from '../rate-budget/rate-budget';
import { CalcomCalendar } from './calcom-calendar';
import { Calendar } from './calendar';
import { type ClientSettings, CompanyClients } from './company-clients';

export interface CalendarSettings extends ClientSettings {
  /** Of each API key. */
  readonly budget: RateBudgetSettings;
}

@Global()
@Module({})
export class CalendarModule implements OnApplicationShutdown {
  constructor(private readonly clients: CompanyClients) {}

  static forRoot({ budget, ...client }: CalendarSettings): DynamicModule {
    const limits = divided(budget);
    const logger = new Logger('RateBudget');
    const report = (error: unknown) =>
      logger.warn(`a pause of a Cal.com key could not be stored: ${(error as Error).message}`);
    return {
      module: CalendarModule,
      providers: [
        {
          provide: Budgets,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new PostgresBudgets(dataSource, limits),
        },
        {
          provide: RateBudget,
          inject: [Budgets, Clock, Timers],
          useFactory: (budgets: Budgets, clock: Clock, timers: Timers) =>
            new RateBudget(budgets, clock, timers, budget, report),
        },
        {
          provide: CompanyClients,
          inject: [CatalogueSource, SecretResolver, RateBudget],
          useFactory: (catalogue: CatalogueSource, secrets: SecretResolver, budgets: RateBudget) =>
            new CompanyClients(catalogue, secrets, budgets, client),
        },
        {
          provide: Calendar,
          inject: [CompanyClients],
          useFactory: (clients: CompanyClients) => new CalcomCalendar((company) => clients.of(company)),
        },
      ],
      exports: [Calendar, CompanyClients],
    };
  }

  onApplicationShutdown(): void {
    this.clients.close();
  }
}
