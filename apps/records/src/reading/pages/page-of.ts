import {
  appointmentParameters,
  callParameters,
  catalogueParameters,
  customerParameters,
  pageWanted,
  type Parameters,
} from '../parameters/list-parameters';
import { appointmentList, callList, customerList, serviceList, staffList } from './lists';
import { type List, pageStatement, type Statement } from './statement';

const lists = {
  appointments: [appointmentList, appointmentParameters],
  calls: [callList, callParameters],
  customers: [customerList, customerParameters],
  staff: [staffList, catalogueParameters],
  services: [serviceList, catalogueParameters],
} as const satisfies Record<string, readonly [List, Parameters]>;

export type ListName = keyof typeof lists;

/** What `GET /v1/<list>` asks the database: for whoever wants to see how that is done. @throws BadParameters */
export function statementOf(list: ListName, company: string, given: Readonly<Record<string, string>>): Statement {
  const [rows, parameters] = lists[list];
  return pageStatement(rows, pageWanted(rows, parameters, company, given));
}
