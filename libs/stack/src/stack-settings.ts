/** What `STACK` allows for a service that no URL names: containers, processes of our own, or the first that works. */
export type StackMode = 'auto' | 'docker' | 'private';

export interface StackSettings {
  mode: StackMode;
  databaseUrl?: string;
  rabbitmqUrl?: string;
  rabbitmqManagementUrl?: string;
}

const modes: readonly string[] = ['auto', 'docker', 'private'] satisfies StackMode[];

/**
 * Reads `STACK`, `DATABASE_URL`, `RABBITMQ_URL` and `RABBITMQ_MANAGEMENT_URL`; an empty value counts as not set.
 * @throws when `STACK` is not one of its three values.
 */
export function stackSettings(env: NodeJS.ProcessEnv): StackSettings {
  const mode = env.STACK || 'auto';
  if (!modes.includes(mode)) throw new Error(`STACK must be one of ${modes.join(', ')}, not '${mode}'`);
  return {
    mode: mode as StackMode,
    databaseUrl: env.DATABASE_URL || undefined,
    rabbitmqUrl: env.RABBITMQ_URL || undefined,
    rabbitmqManagementUrl: env.RABBITMQ_MANAGEMENT_URL || undefined,
  };
}
