import { samples } from '@callbook/contracts';
import { eventLine, eventLineTitle } from './event-line';
import { plain } from './paint';

const event = {
  id: '83fd6b89-0a52-5c3e-9a1f-0f4a8f3f2f11',
  type: 'call.function-answered.v1',
  time: '2026-11-24T10:00:00.000Z',
  company: 'salon-lindenhof',
  correlationid: 'call_cb5b6ad1808ab2051c93f73e569',
  data: { status: 'booked', say: 'Jonas Weber, der Termin ist gebucht' },
};
const lineOf = (json: unknown) => eventLine(Buffer.from(JSON.stringify(json)), plain);

it('shows time, event, company, the ends of both ids and the one telling word', () => {
  expect(lineOf(event)).toMatch(
    /^\d\d:\d\d:\d\d {2}call\.function-answered {7}salon-lindenhof {2}73e569 {2}83fd6b89 {2}booked$/,
  );
});

it('has its columns under their titles', () => {
  const line = lineOf(event) ?? '';
  const under = (title: string) => line.slice(eventLineTitle.indexOf(title)).split(' ')[0];
  expect(['event', 'company', 'call', 'message'].map(under)).toEqual([
    'call.function-answered',
    'salon-lindenhof',
    '73e569',
    '83fd6b89',
  ]);
});

it('shows nothing of the data that could be said by a person', () => {
  expect(lineOf({ ...event, data: { status: 'Jonas Weber' } })).not.toContain('Jonas');
  expect(lineOf({ ...event, type: 'booking.requested.v1', data: { status: 'booked' } })).not.toContain('booked');
});

it.each(samples.map((sample) => [sample.event.type, sample] as const))('shows a line for %s', (type, { data }) => {
  expect(lineOf({ ...event, type, data })).toContain(type.replace('.v1', ''));
});

it('shows no line for what is no event', () => {
  expect([eventLine(Buffer.from('{'), plain), lineOf(null), lineOf({ ...event, id: 1 })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
