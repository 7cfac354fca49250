/**
 * The origin of a base URL.
 * @throws TypeError unless it is http(s), nothing but an origin, and on an allowed host
 */
export function originOf(baseUrl: string, allowedHosts?: readonly string[]): string {
  const url = URL.parse(baseUrl);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new TypeError('The Cal.com base URL is not an http(s) URL');
  const more = [url.username, url.password, url.search, url.hash, url.pathname.replace('/', '')];
  if (more.some(Boolean)) throw new TypeError('The Cal.com base URL must be scheme, host and port only');
  if (allowedHosts && !allowedHosts.includes(url.host)) throw new TypeError(`Cal.com host ${url.host} is not allowed`);
  return url.origin;
}
