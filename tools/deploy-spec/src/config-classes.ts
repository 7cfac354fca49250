import { exists, read } from './project-files';

export interface ConfigClass {
  /** Names of all its variables, inherited ones included. */
  readonly known: readonly string[];
  /** Those without which the app does not start. */
  readonly required: readonly string[];
}

const declaration = /^(?:export )?class (\w+)(?: extends (\w+))? \{\n([\s\S]*?)^\}/gm;
/** As `apps/flow-tests` reads it for .env.example: two spaces, capitals, an initial value. */
const property = /^ {2}([A-Z][A-Z0-9_]*)\??(?:: [\w ]+)? = (.+);$/gm;

/** The classes in an app's config.ts, and in its service-config.ts where it has one, by name. */
export function configClasses(app: string): ReadonlyMap<string, ConfigClass> {
  const classes = new Map<string, ConfigClass>();
  for (const [, name = '', parent, body = ''] of sourcesOf(app).matchAll(declaration)) {
    const inherited = parent ? classes.get(parent) : undefined;
    const properties = [...body.matchAll(property)].map(([, variable = '', initial]) => ({ variable, initial }));
    classes.set(name, {
      known: [...(inherited?.known ?? []), ...properties.map(({ variable }) => variable)],
      required: [
        ...(inherited?.required ?? []),
        ...properties.filter(({ initial }) => initial === 'undefined as never').map(({ variable }) => variable),
      ],
    });
  }
  return classes;
}

function sourcesOf(app: string): string {
  const files = ['config.ts', 'service-config.ts'].map((name) => `apps/${app}/src/${name}`);
  return files.filter(exists).map(read).join('\n');
}
