import { type RetellCallObject } from './retell-call';

/** The body of POST /v3/list-calls, as far as the sandbox goes. */
export interface CallQuery {
  filter_criteria?: Record<string, unknown>;
  /** By start; default descending. */
  sort_order?: 'ascending' | 'descending';
  /** Default 50, at most 1000. */
  limit?: number;
  pagination_key?: string;
  skip?: number;
  include_total?: boolean;
}

export interface CallPage {
  items: Record<string, unknown>[];
  has_more: boolean;
  pagination_key?: string;
  total?: number;
}

export class CallQueryError extends Error {}

export function selectCalls(calls: RetellCallObject[], query: CallQuery): CallPage {
  const {
    filter_criteria = {},
    sort_order = 'descending',
    limit = 50,
    pagination_key,
    skip = 0,
    include_total,
  } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new CallQueryError('limit must be between 1 and 1000');
  if (pagination_key !== undefined && query.skip !== undefined) {
    throw new CallQueryError('pagination_key and skip exclude each other');
  }
  const sign = sort_order === 'ascending' ? 1 : -1;
  const found = calls
    .filter((call) => Object.entries(filter_criteria).every(([name, filter]) => passes(call, name, filter)))
    .sort((a, b) => sign * ((a.start_timestamp ?? 0) - (b.start_timestamp ?? 0)));
  const from = pagination_key === undefined ? skip : indexAfter(found, pagination_key);
  const items = found.slice(from, from + limit);
  const has_more = from + items.length < found.length;
  return {
    items: items.map(withoutTranscripts),
    has_more,
    ...(has_more && { pagination_key: items.at(-1)?.call_id }),
    ...(include_total && { total: found.length }),
  };
}

function indexAfter(calls: RetellCallObject[], callId: string): number {
  const index = calls.findIndex(({ call_id }) => call_id === callId);
  if (index < 0) throw new CallQueryError('unknown pagination_key');
  return index + 1;
}

/** A list leaves the conversation out: whoever needs it gets the call by id. */
function withoutTranscripts(call: RetellCallObject): Record<string, unknown> {
  const { transcript: _text, transcript_object: _object, transcript_with_tool_calls: _tools, ...rest } = call;
  return rest;
}

function passes(call: RetellCallObject, name: string, filter: unknown): boolean {
  switch (name) {
    case 'start_timestamp':
    case 'end_timestamp':
      return passesNumber(call[name], filter as NumberFilter);
    case 'call_status':
    case 'call_type':
    case 'direction':
    case 'disconnection_reason':
      return (filter as { value: unknown[] }).value.includes(call[name]);
    case 'from_number':
    case 'to_number':
      return passesText(call[name] ?? '', filter as TextFilter);
    case 'agent':
      return (filter as { agent_id: string }[]).some(({ agent_id }) => agent_id === call.agent_id);
    case 'tool_calls':
      return (filter as ToolFilter[]).every((tool) => hasToolCall(call, tool));
    default:
      throw new CallQueryError(`The sandbox does not simulate the filter ${name}`);
  }
}

interface NumberFilter {
  op: 'gt' | 'ge' | 'lt' | 'le' | 'eq' | 'bt';
  value: number | [number, number];
}

function passesNumber(value: number | undefined, { op, value: wanted }: NumberFilter): boolean {
  if (value === undefined) return false;
  const [low, high] = Array.isArray(wanted) ? wanted : [wanted, wanted];
  return {
    gt: value > low,
    ge: value >= low,
    lt: value < low,
    le: value <= low,
    eq: value === low,
    bt: value >= low && value <= high,
  }[op];
}

interface TextFilter {
  op: 'eq' | 'ne' | 'sw' | 'ew' | 'co';
  value: string;
}

const passesText = (value: string, { op, value: wanted }: TextFilter): boolean =>
  ({
    eq: value === wanted,
    ne: value !== wanted,
    sw: value.startsWith(wanted),
    ew: value.endsWith(wanted),
    co: value.includes(wanted),
  })[op];

interface ToolFilter {
  name?: string;
  success?: boolean;
}

/** Success is the HTTP status of the answer, whatever the answer says. */
function hasToolCall(call: RetellCallObject, { name, success }: ToolFilter): boolean {
  const entries = call.transcript_with_tool_calls ?? [];
  return entries
    .filter(({ role }) => role === 'tool_call_invocation')
    .filter((invocation) => name === undefined || invocation.name === name)
    .some(({ tool_call_id }) => {
      const result = entries.find((entry) => entry.role === 'tool_call_result' && entry.tool_call_id === tool_call_id);
      return success === undefined || result?.successful === success;
    });
}
