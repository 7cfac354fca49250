import { anotherCallLines, takenPortLines } from './text';

it('says which port is taken, where the app is instead, and what to do', () => {
  const taken = [{ name: 'booking', wanted: 3001, instead: 40123 }] as const;
  expect(takenPortLines({ taken })).toEqual([
    'port 3001 is taken, so booking listens on 40123; to have it on 3001, end what uses that port and start again',
  ]);
});

it('shows a call that a shell can take as it stands', () => {
  const [npm, curl = ''] = anotherCallLines('http://127.0.0.1:3011', '2026-11-24T10:00:00+01:00');
  expect(npm).toBe('npm run call -- --service Damenhaarschnitt --at 2026-11-24T10:00');
  const [, body = ''] = /-d '([^']+)'$/.exec(curl) ?? [];
  expect(JSON.parse(body)).toMatchObject({ functions: [{ name: 'book_appointment' }] });
});
