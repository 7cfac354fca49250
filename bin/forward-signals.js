'use strict';

/**
 * Until the child ends, a signal that asks this process to end goes to the child instead. Ctrl-C needs no forwarding:
 * the terminal sends it to both of us, and two might read as "at once".
 */
function forwardSignals(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const forward = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, forward);
    child.once('close', () => process.off(signal, forward));
  }
}

module.exports = { forwardSignals };
