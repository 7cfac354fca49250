import { Appointment } from './appointment.entity';
import { Call } from './call.entity';
import { Person, Service } from './catalogue.entity';
import { Customer } from './customer.entity';
import { ListOf, Text, TextOrNull } from './property.entity';

/** What every page says beside its items. */
abstract class Page {
  @TextOrNull('For the parameter `cursor`; null when this is the last page.') next: string | null = undefined as never;
}

export class AppointmentPage extends Page {
  @ListOf(Appointment) items: Appointment[] = undefined as never;
}
export class CallPage extends Page {
  @ListOf(Call) items: Call[] = undefined as never;
}
export class CustomerPage extends Page {
  @ListOf(Customer) items: Customer[] = undefined as never;
}
export class StaffPage extends Page {
  @ListOf(Person) items: Person[] = undefined as never;
}
export class ServicePage extends Page {
  @ListOf(Service) items: Service[] = undefined as never;
}

export class WrongParameter {
  @Text() field: string = undefined as never;
  @Text() expected: string = undefined as never;
  @Text('What you can do.') next: string = undefined as never;
}

/** The one shape of every error answer. It never repeats a value of the request. */
export class ProblemAnswer {
  @Text('Stable, lower case with underscores.') error: string = undefined as never;
}

export class BadRequestAnswer extends ProblemAnswer {
  @ListOf(WrongParameter, 'All that is wrong.') problems: WrongParameter[] = undefined as never;
}
