export * from './world';
export { type RunningServer, type SandboxLog } from './server';

export { type CalcomSandbox, type CalcomSandboxOptions, startCalcomSandbox } from './calcom/http/calcom-server';

export * from './retell/call-script';
export { CALL_SCRIPT_NAMES, callScripts, type CallScriptName, type CallWish } from './retell/call-scripts';
export { type LiveCall } from './retell/live-call';
export { RetellCall, type RetellCallObject } from './retell/retell-call';
export { RetellWorld } from './retell/retell-world';
export { signRetell } from './retell/signature';
export { type RetellSandbox, type RetellSandboxOptions, startRetellSandbox } from './retell/http/retell-server';
