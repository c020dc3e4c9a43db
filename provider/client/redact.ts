/** Takes a secret out of a text that came from elsewhere, in clear and in the forms it travels in. */
export function redact(text: string, secret: string | undefined): string {
  if (!secret) return text;
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
  return forms.reduce((kept, form) => kept.replaceAll(form, "[secret]"), text);
}
