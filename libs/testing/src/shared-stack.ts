/** What the global setup hands to the workers through their environment. */
const names = {
  databaseUrl: 'CALLBOOK_TEST_DATABASE_URL',
  rabbitmqUrl: 'CALLBOOK_TEST_RABBITMQ_URL',
  rabbitmqManagementUrl: 'CALLBOOK_TEST_RABBITMQ_MANAGEMENT_URL',
  processFolder: 'CALLBOOK_TEST_PROCESSES',
} as const;

export interface SharedStack {
  /** Of a user that may create databases and roles; the database itself belongs to nobody, take one with `testDatabase`. */
  databaseUrl: string;
  rabbitmqUrl: string;
  rabbitmqManagementUrl?: string;
  /** Where child processes are written down until they have ended. */
  processFolder: string;
}

export function announceSharedStack(stack: SharedStack): void {
  for (const [key, name] of Object.entries(names)) process.env[name] = stack[key as keyof SharedStack] ?? '';
}

/** The one stack of this Jest run. Do not stop or kill it: specs that need to take one of their own, with `provideStack`. */
export function sharedStack(): SharedStack {
  const read = (key: keyof typeof names) => process.env[names[key]] || undefined;
  const [databaseUrl, rabbitmqUrl, processFolder] = [read('databaseUrl'), read('rabbitmqUrl'), read('processFolder')];
  if (!databaseUrl || !rabbitmqUrl || !processFolder) {
    throw new Error('There is no stack in this Jest run: only *.int-spec.ts files have one');
  }
  return { databaseUrl, rabbitmqUrl, rabbitmqManagementUrl: read('rabbitmqManagementUrl'), processFolder };
}
