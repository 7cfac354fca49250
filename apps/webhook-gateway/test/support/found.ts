import { derivedId, type FoundAppointment } from '@callbook/contracts';

/** An appointment as records finds it: Jonas Weber's, on Thursday, November 26, 2026, at ten. */
export const found = (change: Partial<FoundAppointment> = {}): FoundAppointment => ({
  appointmentId: derivedId('test', 'appointment', change.reference ?? 'LIND-4M7K'),
  reference: 'LIND-4M7K',
  rootUid: 'rootUidSecret0001',
  calcomUid: 'calcomUidSecret0001',
  status: 'confirmed',
  startsAt: '2026-11-26T09:00:00.000Z',
  endsAt: '2026-11-26T09:30:00.000Z',
  timeZone: 'Europe/Berlin',
  service: null,
  serviceName: 'Herrenhaarschnitt',
  staffName: 'Mehmet Kaya',
  attendeeName: 'Jonas Weber',
  bookedInThisCall: false,
  ...change,
});
