import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../../..');

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');
export const exists = (path: string): boolean => existsSync(join(root, path));
/** Paths of what is in a folder. */
export const filesIn = (folder: string): string[] => readdirSync(join(root, folder)).map((name) => join(folder, name));
