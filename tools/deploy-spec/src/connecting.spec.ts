import { answerStatuses } from '@callbook/contracts';
import { exists, read } from './project-files';

const page = read('docs/connecting-retell-and-calcom.md');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^ *\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\`$`, 'gm'))].map(([, text = '']) => text);
const [agent, tool] = blocks('json').map((text) => JSON.parse(text) as Record<string, unknown>);
const prompts = blocks('text');
const gateway = 'apps/webhook-gateway/src';

describe('the tool to paste into Retell', () => {
  it('sends the whole call to the address that answers functions', () => {
    expect(tool).toMatchObject({ type: 'custom', method: 'POST', args_at_root: false });
    expect(new URL(String(tool?.url)).pathname).toBe('/webhooks/retell/salon-lindenhof/functions');
  });

  it('has the name the gateway knows, and no argument it does not read', () => {
    expect(read(`${gateway}/retell/agent-functions.ts`)).toContain(`'${String(tool?.name)}'`);
    const { properties, required } = tool?.parameters as { properties: object; required: string[] };
    const reader = read(`${gateway}/book-appointment/said-booking.ts`);
    expect(Object.keys(properties).filter((name) => !reader.includes(`args.${name}`))).toEqual([]);
    expect(required.filter((name) => !(name in properties))).toEqual([]);
  });

  it('waits longer than the gateway takes at most, and says how often it retries', () => {
    const [, deadline = ''] = /ANSWER_DEADLINE_MS = ([\d_]+)/.exec(read(`${gateway}/config.ts`)) ?? [];
    expect(tool?.timeout_ms).toBeGreaterThanOrEqual(Number(deadline.replace('_', '')) + 2_000);
    expect(tool?.timeout_ms).toBeLessThanOrEqual(15_000);
    expect([0, 1]).toContain(tool?.max_retry);
  });

  it('is never followed by silence', () => {
    expect(tool).toMatchObject({ speak_during_execution: true, speak_after_execution: true });
  });
});

it('the settings of the agent name the address that takes call webhooks, and all three events', () => {
  expect(new URL(String(agent?.webhook_url)).pathname).toBe('/webhooks/retell/salon-lindenhof/calls');
  expect(agent?.webhook_events).toEqual(['call_started', 'call_ended', 'call_analyzed']);
  expect(agent?.timezone).toBe('Europe/Berlin');
});

describe.each([
  ['Deutsch', prompts[0] ?? '', /noch nicht bestätigt/, /Sage nie, dass die Buchung fehlgeschlagen ist/],
  ['English', prompts[1] ?? '', /not confirmed yet/, /Never say that the booking failed/],
])('the prompt in %s', (_language, prompt, unconfirmed, neverFailed) => {
  it('says what to do with every status book_appointment can have', () => {
    const named = [...new Set([...prompt.matchAll(/\b[a-z]+(?:_[a-z]+)?\b/g)].map(([word]) => word))];
    const bookings = ['booked', 'already_booked', 'requested', 'pending', 'refused', 'ask_back', 'invalid'];
    expect(bookings.filter((status) => !named.includes(status))).toEqual([]);
    expect(bookings.filter((status) => !(answerStatuses as readonly string[]).includes(status))).toEqual([]);
  });

  it('tells the truth when the tool fails', () => {
    const rule = prompt.split('\n5. ')[1]?.split('\n6. ')[0] ?? '';
    expect(rule).toMatch(unconfirmed);
    expect(rule.replaceAll(/\s+/g, ' ')).toMatch(neverFailed);
  });
});

it('every address of ours on the page is one the gateway serves', () => {
  const paths = [...page.matchAll(/https:\/\/callbook\.example\.com(\/[a-z/-]+)/g)].map(([, path = '']) => path);
  const served = ['retell/calls', 'retell/functions', 'retell/inbound'].map((name) => {
    const [provider, last] = name.split('/');
    expect(exists(`${gateway}/retell/${last}.controller.ts`)).toBe(true);
    return `/webhooks/${provider}/salon-lindenhof/${last}`;
  });
  expect(read(`${gateway}/calcom/calcom.controller.ts`)).toContain("'webhooks/calcom/:company'");
  const known = [...served, '/webhooks/calcom/salon-lindenhof', '/health/ready'];
  expect(paths.filter((path) => !known.includes(path))).toEqual([]);
});

it('Cal.com is asked for the webhooks that the sandbox sends', () => {
  const [, triggers = ''] = /"triggers": (\[[^\]]+\])/.exec(page) ?? [];
  const sent = read('libs/sandbox/src/calcom/webhooks.ts').match(/'BOOKING_[A-Z]+'/g) ?? [];
  expect(new Set(JSON.parse(triggers))).toEqual(new Set(sent.map((name) => name.slice(1, -1))));
});
