import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Health } from '@callbook/observability';
import { DataSource } from 'typeorm';
import { createDataSource, type DatabaseOptions } from './data-source';
import { DatabaseConnection } from './database-connection';

export interface DatabaseModuleOptions extends DatabaseOptions {
  /**
   * Whether the app can do nothing without the database and had better not start (default). One that can do without
   * starts all the same, and is ready without it: it has to say itself what makes it unready. Its statements fail at
   * once until the connection is there, and get ten seconds each.
   */
  readonly required?: boolean;
}

/** A catalogue of thousands of rows takes far less; a database that says nothing must not be waited for. */
const briefQueryMs = 10_000;

@Global()
@Module({})
export class DatabaseModule {
  /** Provides a `DataSource`, connected if the database is required, and the `DatabaseConnection`. Needs `Health`. */
  static forRoot({ required = true, ...options }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DatabaseConnection,
          inject: [Health],
          useFactory: (health: Health) =>
            required ? requiredConnection(options, health) : connectionForLater(options),
        },
        {
          provide: DataSource,
          inject: [DatabaseConnection],
          useFactory: ({ dataSource }: DatabaseConnection) => dataSource,
        },
      ],
      exports: [DataSource, DatabaseConnection],
    };
  }
}

async function requiredConnection(options: DatabaseOptions, health: Health): Promise<DatabaseConnection> {
  const connection = new DatabaseConnection(createDataSource(options));
  await connection.open();
  const { dataSource } = connection;
  health.register({ name: 'database', check: async () => void (await dataSource.query('SELECT 1')) });
  return connection;
}

async function connectionForLater(options: DatabaseOptions): Promise<DatabaseConnection> {
  const connection = new DatabaseConnection(createDataSource({ queryTimeoutMs: briefQueryMs, ...options }));
  await connection.openWhenItCan();
  return connection;
}
