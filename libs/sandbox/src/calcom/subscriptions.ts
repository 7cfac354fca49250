import { type SandboxSeed } from '../seed/seed';
import { isObject } from './input/issues';
import { type WebhookSubscription } from './webhooks';

/**
 * The subscriptions behind one address, with the seed's secret. With `:company` in it every company of the seed has its
 * own, at its slug and for its hosts; without, everything goes to this address.
 */
export function subscriptionsTo(url: string, { companies, calcom }: SandboxSeed): WebhookSubscription[] {
  const secret = calcom.webhookSecret;
  if (!url.includes(':company')) return [{ subscriberUrl: url, secret }];
  return companies.map(({ slug }) => ({
    subscriberUrl: url.replace(':company', slug),
    secret,
    hostIds: calcom.hosts.filter(({ company }) => company === slug).map(({ id }) => id),
  }));
}

/** `{ subscriberUrl, secret? }` or a list of them as it comes over HTTP; a secret of null sends without signature. */
export function parseSubscriptions(body: unknown, seed: SandboxSeed): WebhookSubscription[] | { problem: string } {
  const problem = { problem: 'webhooks are { subscriberUrl, secret?: text or null } or a list of these' };
  const subscriptions: WebhookSubscription[] = [];
  for (const one of [body].flat()) {
    if (!isObject(one) || typeof one.subscriberUrl !== 'string' || !isHttp(one.subscriberUrl)) return problem;
    const { secret } = one;
    if (secret !== undefined && secret !== null && typeof secret !== 'string') return problem;
    const expanded = subscriptionsTo(one.subscriberUrl, seed);
    subscriptions.push(
      ...expanded.map((each) => (secret === undefined ? each : { ...each, secret: secret ?? undefined })),
    );
  }
  return subscriptions;
}

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
