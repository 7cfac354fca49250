import { type DynamicModule, Module } from '@nestjs/common';
import { ApiTokens } from './access/api-tokens.repository';
import { ApiTokenGuard } from './access/api-token.guard';
import { RateLimit } from './access/rate-limit';
import { AppointmentsController } from './appointments.controller';
import { CallsController } from './calls.controller';
import { ServicesController, StaffController } from './catalogue.controller';
import { CustomersController } from './customers.controller';
import { Pages } from './pages/pages.repository';

export interface ReadingOptions {
  /** Requests of one token a minute, at this replica. */
  readonly requestsPerMinute: number;
}

/** The HTTP API by which integrators read the records of their company. Needs `DataSource` and `Clock`. */
@Module({})
export class ReadingModule {
  static forRoot({ requestsPerMinute }: ReadingOptions): DynamicModule {
    return {
      module: ReadingModule,
      controllers: [CallsController, AppointmentsController, CustomersController, StaffController, ServicesController],
      providers: [
        Pages,
        ApiTokens,
        ApiTokenGuard,
        { provide: RateLimit, useFactory: () => new RateLimit(requestsPerMinute) },
      ],
    };
  }
}
