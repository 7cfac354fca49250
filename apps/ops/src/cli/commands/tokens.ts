import { uuidForm } from '@callbook/contracts';
import Table from 'cli-table3';
import {
  type ApiToken,
  createApiToken,
  listApiTokens,
  revokeApiToken,
  type TokenFilter,
  type WantedToken,
} from '../../api-tokens/api-tokens';
import { opsDatabase } from '../../config';
import { moment } from '../../owed-answers/what-to-tell';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';

/** `callbook tokens create` */
export async function createTokenCommand({ env }: CommandLine, wanted: WantedToken): Promise<Answer> {
  const token = { company: wanted.company, name: wanted.name.trim(), by: wanted.by.trim() };
  if (token.name === '' || token.by === '') {
    throw new CommandFailure(`--${token.name === '' ? 'name' : 'by'} is empty.`, 'Say it in a word or two.', 2);
  }
  const made = await withDatabase(opsDatabase(env), (database) => createApiToken(database, token));
  if (!made)
    throw new CommandFailure(
      `The catalogue has no company ${token.company}.`,
      'Look at the keys below companies: callbook catalogue export',
    );
  const text = [
    made.token,
    '',
    `This is the token of ${token.company} for ${token.name}. It is not stored and cannot be shown again.`,
    `Try it: curl -H 'Authorization: Bearer TOKEN' http://localhost:3002/v1/calls`,
    `Take it back: callbook tokens revoke ${made.id} --by NAME`,
  ].join('\n');
  return { json: { id: made.id, company: token.company, name: token.name, token: made.token }, text };
}

/** `callbook tokens ls` */
export async function listTokensCommand({ env }: CommandLine, filter: TokenFilter): Promise<Answer> {
  const tokens = await withDatabase(opsDatabase(env), (database) => listApiTokens(database, filter));
  return { json: { tokens }, text: tokens.length > 0 ? tableOf(tokens) : 'There are no tokens.' };
}

/** `callbook tokens revoke ID` */
export async function revokeTokenCommand(
  { env }: CommandLine,
  id: string,
  { by }: { readonly by: string },
): Promise<Answer> {
  if (!uuidForm.test(id) || by.trim() === '') {
    // What was given may be the token itself: it is not repeated.
    const what = by.trim() === '' ? '--by is empty.' : 'That is not the id of a token.';
    throw new CommandFailure(what, 'Take the id from callbook tokens ls, and say with --by who revokes it.', 2);
  }
  const result = await withDatabase(opsDatabase(env), (database) =>
    revokeApiToken(database, id.toLowerCase(), by.trim()),
  );
  if (result === 'unknown')
    throw new CommandFailure(`There is no token ${id}.`, 'Look again: callbook tokens ls --all');
  const text =
    result === 'revoked'
      ? 'Revoked. It stops working within ten seconds.'
      : 'It was revoked already; nothing was changed.';
  return { json: { id: id.toLowerCase(), result }, text };
}

function tableOf(tokens: readonly ApiToken[]): string {
  const withRevoked = tokens.some(({ revokedAt }) => revokedAt !== null);
  const table = new Table({
    head: ['Company', 'For', 'Made (UTC)', 'By', 'Last used (UTC)', ...(withRevoked ? ['Revoked (UTC)'] : []), 'Id'],
    style: { head: [], border: [] },
  });
  for (const { company, name, createdAt, createdBy, lastUsedAt, revokedAt, revokedBy, id } of tokens) {
    const revoked = withRevoked ? [revokedAt ? `${moment(revokedAt, 'UTC')} by ${revokedBy}` : ''] : [];
    const used = lastUsedAt ? moment(lastUsedAt, 'UTC') : 'never';
    table.push([company, name, moment(createdAt, 'UTC'), createdBy, used, ...revoked, id]);
  }
  return table.toString();
}
