import type { Exchange } from "../api/exchange";

/** A page for whoever opens the platform's address in a browser. It holds no secret and loads nothing but the platform's own pictures. */
export function landingPage({ services, reply }: Exchange) {
  return reply
    .type("text/html; charset=utf-8")
    .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'")
    .send(page(services.origin()));
}

function page(origin: string): string {
  const address = origin.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>algorithmia-platform</title>
<link rel="icon" href="/v1/config/favicon">
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #222 }
  pre { background: #f4f4f4; padding: 1rem; overflow: auto } h1 { font-size: 1.4rem } h2 { font-size: 1.1rem }
  img { max-height: 3rem; max-width: 100% }
</style>
</head>
<body>
<img src="/v1/config/logo" alt="">
<h1>algorithmia-platform</h1>
<p>An Algorithmia-compatible platform on one machine. Its API is at <code>${address}</code>, its git repositories at <code>${address}/git</code>.</p>
<h2>Use it</h2>
<p>The command that started it printed the API key.</p>
<pre>export ALGORITHMIA_API=${address}
export ALGORITHMIA_API_KEY=…</pre>
<h2>Call an algorithm</h2>
<pre>curl -X POST "$ALGORITHMIA_API/v1/algo/OWNER/NAME/VERSION" \\
  -H "Authorization: Simple $ALGORITHMIA_API_KEY" \\
  -H "Content-Type: application/json" -d '"input"'</pre>
<h2>Change its source</h2>
<pre>git clone ${address}/git/OWNER/NAME.git</pre>
<p>The user name is the owner, the password an API key. A push to master starts a build.</p>
</body>
</html>
`;
}
