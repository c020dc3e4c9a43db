/**
 * The text in a resource's `__provider`: all that the engine keeps of the code. It requires the installed handler, so that an
 * upgrade of the package neither shows as a difference nor leaves old code in the state. Once released it is an interface for
 * ever: a state that names a handler must find it. (reference pulumi-dynamic §1)
 */
export const providerCode = (handler: string) => `exports.handler=()=>require("pulumi-algorithmia/handlers/${handler}")`;

/** The type tokens of this package, one naming rule for all. */
export const typeToken = (type: string) => `pulumi-nodejs:dynamic/algorithmia:${type}`;
