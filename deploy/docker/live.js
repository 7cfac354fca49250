'use strict';
// The image's health check: exit code 0 when the app in this container answers /health/live on its port.

const port = process.env.PORT ?? process.env.SANDBOX_CALCOM_PORT ?? '3000';

fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(2_000) }).then(
  ({ ok }) => process.exit(ok ? 0 : 1),
  () => process.exit(1),
);
