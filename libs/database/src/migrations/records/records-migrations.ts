import type { MigrationInterface } from 'typeorm';
import { Customers1700000003001 } from './1700000003001-customers';
import { Calls1700000003002 } from './1700000003002-calls';
import { Appointments1700000003003 } from './1700000003003-appointments';
import { OutcomesAndAnswers1700000003004 } from './1700000003004-outcomes-and-answers';
import { Chains1700000003005 } from './1700000003005-chains';
import { Changes1700000003006 } from './1700000003006-changes';
import { OwedAnswers1700000003007 } from './1700000003007-owed-answers';
import { OwedInTime1700000003008 } from './1700000003008-owed-in-time';
import { CallTexts1700000003010 } from './1700000003010-call-texts';
import { MoveCallTexts1700000003011 } from './1700000003011-move-call-texts';
import { Absence1700000003012 } from './1700000003012-absence';
import { AppointmentsToComplete1700000003013 } from './1700000003013-appointments-to-complete';
import { PeoplesActs1700000003020 } from './1700000003020-peoples-acts';
import { RulesOfPeoplesActs1700000003021 } from './1700000003021-rules-of-peoples-acts';
import { CellsToFill1700000003022 } from './1700000003022-cells-to-fill';
import { ReadingIndexes1700000003030 } from './1700000003030-reading-indexes';
import { ApiTokenUses1700000003031 } from './1700000003031-api-token-uses';
import { ReadingViews1700000003032 } from './1700000003032-reading-views';
import { Reports1700000003033 } from './1700000003033-reports';
import { Erasures1700000003040 } from './1700000003040-erasures';
import { SinceWhen1700000003045 } from './1700000003045-since-when';
import { OutboxInOrder1700000003046 } from './1700000003046-outbox-in-order';
import { ReplayedMessages1700000003050 } from './1700000003050-replayed-messages';
import { CallsWithoutStart1700000003060 } from './1700000003060-calls-without-start';

export const recordsMigrations: readonly (new () => MigrationInterface)[] = [
  Customers1700000003001,
  Calls1700000003002,
  Appointments1700000003003,
  OutcomesAndAnswers1700000003004,
  Chains1700000003005,
  Changes1700000003006,
  OwedAnswers1700000003007,
  OwedInTime1700000003008,
  CallTexts1700000003010,
  MoveCallTexts1700000003011,
  Absence1700000003012,
  AppointmentsToComplete1700000003013,
  PeoplesActs1700000003020,
  RulesOfPeoplesActs1700000003021,
  CellsToFill1700000003022,
  ReadingIndexes1700000003030,
  ApiTokenUses1700000003031,
  ReadingViews1700000003032,
  Reports1700000003033,
  Erasures1700000003040,
  SinceWhen1700000003045,
  OutboxInOrder1700000003046,
  ReplayedMessages1700000003050,
  CallsWithoutStart1700000003060,
];
