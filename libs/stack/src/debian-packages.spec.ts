import { missingPackages } from './debian-packages';

it('reads from the plan of apt-get which packages the machine lacks', () => {
  const plan = [
    'Reading package lists...',
    'The following NEW packages will be installed:',
    '  erlang-base rabbitmq-server',
    'Inst erlang-base (1:25.2.3+dfsg-1 Debian:12.1/stable [amd64])',
    'Inst rabbitmq-server (3.10.8-1.1+deb12u1 Debian:12.9/stable [all])',
    'Conf erlang-base (1:25.2.3+dfsg-1 Debian:12.1/stable [amd64])',
  ].join('\n');
  expect(missingPackages(plan)).toEqual(['erlang-base', 'rabbitmq-server']);
});
