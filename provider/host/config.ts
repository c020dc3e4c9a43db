/** What the shim hands to `configure`. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

let lookUp: (key: string) => string | undefined = () => undefined;

/** Keeps the configuration for later calls. Nothing is validated here: a failing configure breaks only the first resource. */
export function configure(request: ConfigureRequest): void {
  lookUp = (key) => request.config.get(key);
}

/** A value of the stack's or the explicit provider's configuration. */
export const configured = (key: string): string | undefined => lookUp(key);
