import type { PageKind } from './page-kinds';
import type { Sample } from './samples';

export interface Asked {
  /** From the arrival of each request to its answer, in milliseconds, as the server says. */
  readonly serverMs: readonly number[];
  /** From sending to having read it all. */
  readonly clientMs: readonly number[];
  /** Rows in all pages together. */
  readonly rows: number;
}

export interface Server {
  readonly url: string;
  /** By company. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** Asks for `count` pages of a kind, one for each sample in turn, `atOnce` at a time. @throws Error at an answer other than 200 */
export async function askPages(
  { url, tokens }: Server,
  page: PageKind,
  samples: readonly Sample[],
  { count, atOnce }: { readonly count: number; readonly atOnce: number },
): Promise<Asked> {
  const [serverMs, clientMs]: [number[], number[]] = [[], []];
  // Read when all is answered: whoever asks shares the machine with whoever answers.
  const bodies: Buffer[] = [];
  let next = 0;
  const ask = async (): Promise<void> => {
    while (next < count) {
      const sample = samples[next++ % samples.length] as Sample;
      const query = new URLSearchParams(page.parameters(sample)).toString();
      const began = performance.now();
      const answer = await fetch(`${url}/v1/${page.list}?${query}`, {
        headers: { authorization: `Bearer ${tokens.get(sample.company)}` },
      });
      const body = Buffer.from(await answer.arrayBuffer());
      clientMs.push(performance.now() - began);
      if (answer.status !== 200) throw new Error(`${page.name} was answered ${answer.status}: ${body.toString()}`);
      serverMs.push(Number(/dur=([\d.]+)/.exec(answer.headers.get('server-timing') ?? '')?.[1]));
      bodies.push(body);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  const pages = bodies.map((body) => JSON.parse(body.toString()) as { readonly items?: readonly object[] });
  return { serverMs, clientMs, rows: pages.reduce((sum, { items = [] }) => sum + items.length, 0) };
}
