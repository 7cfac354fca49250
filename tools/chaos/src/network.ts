import { TcpProxy } from '@callbook/testing';

/** A piece of network between two parts. */
export interface Link {
  /** For people: "booking - broker". */
  readonly name: string;
  readonly proxy: TcpProxy;
}

export interface Endpoints {
  readonly database: string;
  readonly broker: string;
  readonly calcom: string;
  readonly frontDoor: string;
}

const addresses: Readonly<Record<string, Readonly<Record<string, keyof Endpoints>>>> = {
  'webhook-gateway': { RABBITMQ_URL: 'broker', GATEWAY_DATABASE_URL: 'database' },
  booking: { RABBITMQ_URL: 'broker', BOOKING_DATABASE_URL: 'database', CALCOM_BASE_URL: 'calcom' },
  records: { RABBITMQ_URL: 'broker', RECORDS_DATABASE_URL: 'database' },
};

/** Between each app and everything it talks to, and between the providers and the gateway, a network that can fail. */
export class Network {
  private constructor(
    readonly links: readonly Link[],
    private readonly byAppAndSetting: ReadonlyMap<string, TcpProxy>,
    readonly fromProviders: TcpProxy,
  ) {}

  static async open(endpoints: Endpoints): Promise<Network> {
    const links: Link[] = [];
    const bySetting = new Map<string, TcpProxy>();
    for (const [app, settings] of Object.entries(addresses)) {
      for (const [setting, endpoint] of Object.entries(settings)) {
        const proxy = await TcpProxy.open(endpoints[endpoint]);
        links.push({ name: `${app} - ${endpoint}`, proxy });
        bySetting.set(`${app} ${setting}`, proxy);
      }
    }
    const fromProviders = await TcpProxy.open(endpoints.frontDoor);
    links.push({ name: 'providers - webhook-gateway', proxy: fromProviders });
    return new Network(links, bySetting, fromProviders);
  }

  /** The settings of an app with the network in between. */
  between(app: string, env: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(env).map(([setting, value]) => {
        const proxy = this.byAppAndSetting.get(`${app} ${setting}`);
        return [setting, proxy ? Object.assign(new URL(value), { host: new URL(proxy.url).host }).toString() : value];
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.links.map(({ proxy }) => proxy.close()));
  }
}
