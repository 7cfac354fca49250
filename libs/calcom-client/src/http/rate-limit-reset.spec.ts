import { resetMsOf } from './rate-limit-reset';

const now = new Date('2026-01-05T10:00:00Z');
const epoch = (secondsFromNow: number) => String(now.getTime() / 1000 + secondsFromNow);

describe('time until a throttled key is open again', () => {
  it.each<[string, Record<string, string>, number]>([
    ['seconds remaining', { 'x-ratelimit-reset-default': '37' }, 37_000],
    ['Unix time', { 'x-ratelimit-reset-default': epoch(37) }, 37_000],
    ['the latest of several limits', { 'x-ratelimit-reset-short': '3', 'x-ratelimit-reset-long': '50' }, 50_000],
    ['without a name', { 'x-ratelimit-reset': '8' }, 8_000],
    ['Retry-After in seconds', { 'retry-after': '90' }, 90_000],
    ['Retry-After as a date', { 'retry-after': 'Mon, 05 Jan 2026 10:01:30 GMT' }, 90_000],
    ['the later of both', { 'retry-after': '10', 'x-ratelimit-reset-default': '20' }, 20_000],
    ['60 s without any', { 'x-ratelimit-limit-default': '120' }, 60_000],
    ['60 s when unreadable', { 'x-ratelimit-reset-default': 'soon', 'retry-after': 'later' }, 60_000],
    ['60 s when already past', { 'x-ratelimit-reset-default': epoch(-5) }, 60_000],
    ['15 minutes at most', { 'x-ratelimit-reset-default': '999999' }, 900_000],
  ])('%s', (_name, headers, expected) => expect(resetMsOf(headers, now)).toBe(expected));
});
