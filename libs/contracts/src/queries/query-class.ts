/** A question to one app, answered within its deadline or not at all. Nothing about it survives a restart. */
export interface QueryClass<Request extends object = object, Reply extends object = object> {
  /** Class of the request. */
  new (): Request;
  /** `<app>.query.<name>`: also the queue the question goes to. */
  readonly query: `${string}.query.${string}`;
  readonly reply: new () => Reply;
}
