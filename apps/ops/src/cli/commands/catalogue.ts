import { writeFile } from 'node:fs/promises';
import { exportCatalogue, importCatalogue, type ImportReport } from '@callbook/catalogue';
import { opsDatabase } from '../../config';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { userName } from '../user-name';
import { withDatabase } from '../with-database';

export interface CatalogueImportOptions {
  readonly by?: string;
  readonly endMissingCompanies?: boolean;
}

/** `callbook catalogue import FILE` */
export async function importCommand(
  { env }: CommandLine,
  file: string,
  { by = userName(), endMissingCompanies }: CatalogueImportOptions,
): Promise<Answer> {
  const report = await withDatabase(opsDatabase(env), (dataSource) =>
    importCatalogue(dataSource, file, { by, endMissingCompanies }),
  ).catch((error: unknown) => {
    throw unusableFile(error, file) ?? error;
  });
  return { json: { file, ...report }, text: describe(report) };
}

/** `callbook catalogue export [FILE]` */
export async function exportCommand({ env }: CommandLine, file: string | undefined): Promise<Answer> {
  const yaml = await withDatabase(opsDatabase(env), exportCatalogue);
  if (file === undefined) return { json: { yaml }, text: yaml.trimEnd() };
  await writeFile(file, yaml).catch((error: unknown) => {
    throw unusableFile(error, file) ?? error;
  });
  return { json: { file }, text: `The catalogue is in ${file}` };
}

function unusableFile(error: unknown, file: string): CommandFailure | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (!['open', 'read'].includes(syscall ?? '')) return undefined;
  return new CommandFailure(`${file} cannot be opened (${code}).`, 'Check the path.', 2);
}

function describe({ version, changed, tables }: ImportReport): string {
  const lines = Object.entries(tables).map(
    ([table, { created, changed, ended, unchanged }]) =>
      `  ${table.padEnd(15)} ${created} created, ${changed} changed, ${ended} ended, ${unchanged} unchanged`,
  );
  const result = changed
    ? `The catalogue is now at version ${version}.`
    : `Nothing to change: version ${version} stays.`;
  return [result, ...lines].join('\n');
}
