import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For specs: the sample that ships with the project, with some of its text replaced. */
export function sampleCatalogue(replacements: Readonly<Record<string, string>> = {}): string {
  const path = join(__dirname, '../../../apps/ops/catalogue/salon-lindenhof.yaml');
  return Object.entries(replacements).reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`The sample has no "${from}"`);
      return text.replace(from, to);
    },
    readFileSync(path, 'utf8'),
  );
}
