import { randomBytes } from 'node:crypto';
import { RabbitmqManagement } from './rabbitmq-management';
import { sharedStack } from './shared-stack';
import { specHasFailed, tellWhatIsLeft } from './running-spec';

export interface TestPrefix {
  /** Of the shared broker. */
  readonly url: string;
  /** What the names of all queues and exchanges of the spec must begin with, dot included. */
  readonly prefix: string;
  /** Deletes them if the spec file passed; leaves them, and tells the prefix, if something failed. */
  close(): Promise<void>;
}

/** A corner of the shared broker for one spec file. Without a management API nothing is deleted. */
export function testPrefix(): TestPrefix {
  const { rabbitmqUrl, rabbitmqManagementUrl } = sharedStack();
  const prefix = `${unique()}.`;
  return {
    url: rabbitmqUrl,
    prefix,
    close: async () => {
      if (specHasFailed()) tellWhatIsLeft(`queues and exchanges ${prefix}* on ${rabbitmqUrl}`);
      else if (rabbitmqManagementUrl) {
        await new RabbitmqManagement(rabbitmqManagementUrl).deleteByPrefix(vhostOf(rabbitmqUrl), prefix);
      }
    },
  };
}

export interface TestVhost {
  /** An empty broker, as far as its clients can tell. */
  readonly url: string;
  /** Deletes it with all that is in it if the spec file passed; leaves it, and tells its name, if something failed. */
  close(): Promise<void>;
}

/**
 * A virtual host for one spec file, for apps whose queue names are fixed: journeys then run side by side.
 * @throws when the broker has no management API.
 */
export async function testVhost(): Promise<TestVhost> {
  const { rabbitmqUrl, rabbitmqManagementUrl } = sharedStack();
  if (!rabbitmqManagementUrl) {
    throw new Error(
      'A virtual host is made through the management API: set RABBITMQ_MANAGEMENT_URL beside RABBITMQ_URL',
    );
  }
  const management = new RabbitmqManagement(rabbitmqManagementUrl);
  const vhost = unique();
  const user = new URL(rabbitmqManagementUrl).username;
  await management.request('PUT', `/vhosts/${vhost}`);
  await management.request('PUT', `/permissions/${vhost}/${user}`, { configure: '.*', write: '.*', read: '.*' });
  const url = Object.assign(new URL(rabbitmqUrl), { pathname: `/${vhost}` }).toString();
  return {
    url,
    close: async () => {
      if (specHasFailed()) tellWhatIsLeft(`broker ${url}`);
      else await management.request('DELETE', `/vhosts/${vhost}`);
    },
  };
}

function unique(): string {
  return `test-${randomBytes(5).toString('hex')}`;
}

/** No path, or an empty one, means the default virtual host, which is called `/`. */
function vhostOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || '/';
}
