/** True when a text can be the name of an account, a person's or an organization's (reference/algorithmia-api.md §5.4). */
export function isAccountName(name: string): boolean {
  return /^[a-zA-Z][a-zA-Z0-9_]{0,29}$/.test(name);
}
