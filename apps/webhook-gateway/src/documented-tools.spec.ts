import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerStatuses } from '@callbook/contracts';
import { GatewayConfig } from './config';
import { functionNames } from './retell/agent-functions';

interface Tool {
  readonly name: string;
  readonly parameters: { readonly properties: Readonly<Record<string, object>>; readonly required: readonly string[] };
  readonly [setting: string]: unknown;
}

const page = readFileSync(join(__dirname, '../../../docs/connecting-retell-and-calcom.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
const tools = blocks('json')
  .flatMap((text) => JSON.parse(text) as Tool | Tool[])
  .filter(({ type }) => type === 'custom');
const source = globSync('**/*.ts', { cwd: __dirname })
  .filter((path) => !path.endsWith('.spec.ts'))
  .map((path) => readFileSync(join(__dirname, path), 'utf8'))
  .join('\n');

describe('the tools to paste into Retell', () => {
  it('are the functions there are', () => {
    expect(tools.map(({ name }) => name).toSorted()).toEqual([...functionNames].toSorted());
  });

  it.each(tools)('$name has no argument that nobody reads, and needs none that it does not have', ({ parameters }) => {
    const names = Object.keys(parameters.properties);
    expect(names.filter((name) => !source.includes(`args.${name}`))).toEqual([]);
    expect(parameters.required.filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(tools)(
    '$name sends the call, waits longer than the answer takes, and is never followed by silence',
    (tool) => {
      expect(tool).toMatchObject({
        method: 'POST',
        args_at_root: false,
        speak_during_execution: true,
        speak_after_execution: true,
        max_retry: 1,
      });
      expect(tool.timeout_ms).toBeGreaterThanOrEqual(new GatewayConfig().ANSWER_DEADLINE_MS + 2_000);
      expect(tool.timeout_ms).toBeLessThanOrEqual(15_000);
    },
  );
});

it.each(blocks('text'))('the prompt names every function and every status: %.20s', (prompt) => {
  expect([...functionNames, ...answerStatuses].filter((word) => !new RegExp(`\\b${word}\\b`).test(prompt))).toEqual([]);
});
