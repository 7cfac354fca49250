import type { FunctionCall } from './payloads';

/**
 * The arguments without `execution_message`, the filler sentence a model writes while the function runs: it differs
 * between two calls that mean the same.
 */
export function argumentsOf(args: FunctionCall['args']): FunctionCall['args'] {
  const { execution_message: _filler, ...meant } = args;
  return meant;
}
