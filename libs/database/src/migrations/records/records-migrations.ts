import type { MigrationInterface } from 'typeorm';
import { Customers1700000003001 } from './1700000003001-customers';
import { Calls1700000003002 } from './1700000003002-calls';
import { Appointments1700000003003 } from './1700000003003-appointments';
import { OutcomesAndAnswers1700000003004 } from './1700000003004-outcomes-and-answers';
import { Chains1700000003005 } from './1700000003005-chains';

export const recordsMigrations: readonly (new () => MigrationInterface)[] = [
  Customers1700000003001,
  Calls1700000003002,
  Appointments1700000003003,
  OutcomesAndAnswers1700000003004,
  Chains1700000003005,
];
