import { filesIn, read } from './project-files';

/** Every verb of the callbook command, as `catalogue import`: read from where they are declared. */
export function commandVerbs(): string[] {
  const sources = filesIn('apps/ops/src/cli/verbs').map(read);
  const declared = sources.flatMap((source) => [...source.matchAll(/\b(?:verb|act)\((\w+), '([a-z-]+)'/g)]);
  const alone = sources.flatMap((source) => [...source.matchAll(/^ {2}program\s+\.command\('([a-z-]+)'\)/gm)]);
  const grouped = declared.map(([, group = '', verb = '']) => (group === 'program' ? verb : `${group} ${verb}`));
  return [...grouped, ...alone.map(([, verb = '']) => verb)];
}
