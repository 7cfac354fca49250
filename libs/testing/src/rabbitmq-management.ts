/** RabbitMQ's HTTP management API, so far as specs need it. */
export class RabbitmqManagement {
  private readonly origin: string;
  private readonly authorization: string;

  /** @param url with credentials. */
  constructor(url: string) {
    const { origin, username, password } = new URL(url);
    this.origin = origin;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }

  /** @param path below `/api`, its parts encoded. @throws when the answer is not 2xx. */
  async request<T>(method: 'GET' | 'PUT' | 'DELETE' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.origin}/api${path}`, {
      method,
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /api${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Deletes the queues and exchanges of a virtual host whose names begin with the prefix. */
  async deleteByPrefix(vhost: string, prefix: string): Promise<void> {
    const host = encodeURIComponent(vhost);
    for (const kind of ['queues', 'exchanges']) {
      const all = await this.request<{ name: string }[]>('GET', `/${kind}/${host}`);
      for (const { name } of all.filter((thing) => thing.name.startsWith(prefix))) {
        await this.request('DELETE', `/${kind}/${host}/${encodeURIComponent(name)}`);
      }
    }
  }
}
