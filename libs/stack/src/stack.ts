/** Where a service came from: named by a URL in the environment, a container, or a process of our own. */
export type ServiceKind = 'given' | 'docker' | 'private';

/** One running PostgreSQL or RabbitMQ. */
export interface Service {
  readonly kind: ServiceKind;
  /** Carries the credentials. */
  readonly url: string;
  /** HTTP address of RabbitMQ's management API, credentials included; absent for PostgreSQL. */
  readonly managementUrl?: string;
  /** The switches for fault tests: private services have them, others do not. */
  readonly faults?: Faults;
}

/** Each resolves when it has happened. Data, port and address stay the same over all of them. */
export interface Faults {
  /** Orderly shutdown. RabbitMQ takes about six seconds for it. */
  stop(): Promise<void>;
  /** SIGKILL. A quorum queue declared less than about two seconds before may never recover (RabbitMQ 3.10 and 4.0). */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** A PostgreSQL and a RabbitMQ, ready for use. */
export interface Stack {
  /** Of a user that may create databases and roles. */
  readonly databaseUrl: string;
  readonly rabbitmqUrl: string;
  /** Absent only for a given RabbitMQ without `RABBITMQ_MANAGEMENT_URL`. */
  readonly rabbitmqManagementUrl?: string;
  readonly postgres: Service;
  readonly rabbitmq: Service;
  /** Ends every process and container of this stack and deletes its data; given services are left alone. */
  stop(): Promise<void>;
}
