import { userInfo } from 'node:os';

/** Who runs the command, as this machine knows them. Containers may run as a user without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
