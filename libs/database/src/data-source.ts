import { DataSource, type DataSourceOptions } from 'typeorm';

export interface DatabaseOptions {
  /** `postgres://role@host:port/database`; the role decides what may be touched. */
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly entities?: DataSourceOptions['entities'];
  /** Connections at most; default 10. Work that arrives faster waits, which is the back-pressure on the consumers. */
  readonly poolSize?: number;
  /** How long a statement may take, in milliseconds; default: as long as it does. */
  readonly queryTimeoutMs?: number;
}

/** A data source that never changes the schema: migrations alone do. Not yet connected. */
export function createDataSource({
  url,
  applicationName,
  entities = [],
  poolSize = 10,
  queryTimeoutMs,
}: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName,
    entities,
    poolSize,
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    logger: 'debug', // the default one writes to stdout, which belongs to what a program prints
    connectTimeoutMS: 5_000,
    extra: {
      // Our statements are short, and some look costly to the planner: compiling one would take longer than running it.
      options: '-c jit=off',
      ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs, keepAlive: true }),
    },
  });
}
