import type { MigrationInterface } from 'typeorm';
import { Customers1700000003001 } from './1700000003001-customers';
import { Calls1700000003002 } from './1700000003002-calls';
import { Appointments1700000003003 } from './1700000003003-appointments';
import { OutcomesAndAnswers1700000003004 } from './1700000003004-outcomes-and-answers';
import { Chains1700000003005 } from './1700000003005-chains';
import { Changes1700000003006 } from './1700000003006-changes';
import { OwedAnswers1700000003007 } from './1700000003007-owed-answers';

export const recordsMigrations: readonly (new () => MigrationInterface)[] = [
  Customers1700000003001,
  Calls1700000003002,
  Appointments1700000003003,
  OutcomesAndAnswers1700000003004,
  Chains1700000003005,
  Changes1700000003006,
  OwedAnswers1700000003007,
];
