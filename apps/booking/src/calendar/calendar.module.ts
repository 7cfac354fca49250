import { CatalogueSource, SecretResolver } from '@callbook/catalogue';
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CalcomCalendar } from './calcom-calendar';
import { Calendar } from './calendar';
import { type ClientSettings, CompanyClients } from './company-clients';

@Global()
@Module({})
export class CalendarModule implements OnApplicationShutdown {
  constructor(private readonly clients: CompanyClients) {}

  static forRoot(settings: ClientSettings): DynamicModule {
    return {
      module: CalendarModule,
      providers: [
        {
          provide: CompanyClients,
          inject: [CatalogueSource, SecretResolver],
          useFactory: (catalogue: CatalogueSource, secrets: SecretResolver) =>
            new CompanyClients(catalogue, secrets, settings),
        },
        {
          provide: Calendar,
          inject: [CompanyClients],
          useFactory: (clients: CompanyClients) => new CalcomCalendar((company) => clients.of(company)),
        },
      ],
      exports: [Calendar],
    };
  }

  onApplicationShutdown(): void {
    this.clients.close();
  }
}
