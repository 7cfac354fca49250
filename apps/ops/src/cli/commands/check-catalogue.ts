import { setTimeout as wait } from 'node:timers/promises';
import { Catalogue, type Company, loadRows } from '@callbook/catalogue';
import { readConfig } from '@callbook/config';
import { CalendarEventTypes } from '@callbook/contracts';
import { type QueryClient, QueryError } from '@callbook/messaging';
import { compareWithCalendar } from '../../catalogue-check/compare';
import type { Finding } from '../../catalogue-check/finding';
import { type AskList, type NotSeen, seeEventTypes, withPatience } from '../../catalogue-check/see-event-types';
import { usesOf } from '../../catalogue-check/uses';
import { BrokerConfig, opsDatabase } from '../../config';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { withQueries } from '../with-queries';

/** What a look at one company came to. */
export interface CheckedCompany {
  readonly company: string;
  readonly status: 'clean' | 'findings' | 'not_determined';
  /** Event types of Cal.com that were seen. */
  readonly eventTypes: number;
  readonly findings: readonly Finding[];
  /** Why it was not determined. */
  readonly problem: string | null;
}

/** Longer than Cal.com may take for one answer. */
const answerWithinMs = 70_000;
/** Reconciliation may ask ten times a minute; a salon needs a dozen questions. */
const patienceMs = 300_000;

/** `callbook catalogue check` */
export async function checkCatalogueCommand(
  { env, stderr }: CommandLine,
  { company: slug }: { readonly company?: string },
): Promise<Answer> {
  const broker = readConfig(BrokerConfig, env);
  const catalogue = await withDatabase(opsDatabase(env), async (database) => new Catalogue(await loadRows(database)));
  const companies =
    slug === undefined ? catalogue.companies() : catalogue.companies().filter((one) => one.slug === slug);
  if (companies.length === 0) {
    const what = slug === undefined ? 'The catalogue has no company.' : `The catalogue has no company "${slug}".`;
    throw new CommandFailure(what, 'callbook catalogue export shows what it has.', 2);
  }
  const checked = await withQueries(broker, async (queries) => {
    const results: CheckedCompany[] = [];
    for (const company of companies) {
      stderr(`${company.slug}: asking Cal.com, through booking …\n`);
      results.push(await check(queries, catalogue, company));
    }
    return results;
  });
  const has = (status: CheckedCompany['status']) => checked.some((one) => one.status === status);
  return {
    json: { companies: checked },
    text: checked.map(describe).join('\n'),
    ...(has('findings') ? { exitCode: 1 } : has('not_determined') && { exitCode: 2 }),
  };
}

async function check(queries: QueryClient, catalogue: Catalogue, company: Company): Promise<CheckedCompany> {
  const { slug } = company;
  const ask: AskList = (list) =>
    queries.ask(CalendarEventTypes, { company: slug, list }, { timeoutMs: answerWithinMs });
  const wanted = usesOf(catalogue, slug).map(({ eventTypeId }) => eventTypeId);
  const patiently = withPatience(ask, { patienceMs, wait: (ms) => wait(ms) });
  const seen = await seeEventTypes(patiently, [...new Set(wanted)]).catch(unlessNotAsked);
  if ('problem' in seen)
    return { company: slug, status: 'not_determined', eventTypes: 0, findings: [], problem: inWords(seen) };
  const findings = compareWithCalendar(catalogue, company, seen);
  const status = findings.some(({ severity }) => severity === 'problem') ? 'findings' : 'clean';
  return { company: slug, status, eventTypes: seen.size, findings, problem: null };
}

function unlessNotAsked(error: unknown): NotSeen {
  if (error instanceof QueryError) return { problem: 'unavailable', code: error.code };
  throw error;
}

/** What happened, and what to do about it. */
function inWords({ problem, code }: NotSeen): string {
  switch (code) {
    case 'query_not_sent':
      return 'no RabbitMQ answers at the address in RABBITMQ_URL: start it, or correct the address';
    case 'query_nobody_answers':
      return 'booking does not run, and it alone asks Cal.com: start it';
    case 'query_timeout':
    case 'query_failed':
      return `booking did not answer (${code}): its log says why`;
    case 'calcom_unauthorized':
      return 'Cal.com does not accept the API key: put a valid one where calcom.apiKey of the catalogue says';
    case 'calcom_not_configured':
      return 'booking finds no API key where calcom.apiKey of the catalogue says: give it the variable or file';
    default:
      return `Cal.com cannot be asked now (${code ?? problem}): try again later`;
  }
}

function describe({ company, status, eventTypes, findings, problem }: CheckedCompany): string {
  if (status === 'not_determined') return `${company}: not determined, ${problem}`;
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  const result = problems === 0 ? 'fits Cal.com' : `${problems} ${problems === 1 ? 'problem' : 'problems'}`;
  return [`${company}: ${result}, ${eventTypes} event types seen`, ...findings.map(lineOf)].join('\n');
}

function lineOf({ severity, path, what, repair }: Finding): string {
  return `  ${severity}: ${path ? `${path}: ` : ''}${what}. Repair: ${repair}.`;
}
