/** Is this the collection that an algorithm's models go to by default, and that others have no reason to read? */
export function isOwnStore(algorithm: string, store: string): boolean {
  return store.toLowerCase() === `data://${algorithm}`.toLowerCase();
}
