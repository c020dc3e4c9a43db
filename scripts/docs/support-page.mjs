/** Renders the route table as `docs/platform-support.md`: one row for each operation of Algorithmia's OpenAPI file, then the routes beyond it. */
export function supportPage({ routes }, { supportOf, routesBeyond }) {
  const support = supportOf(routes);
  const served = support.filter(({ route }) => route).length;
  return [
    "# What the platform serves",
    "<!-- Generated from platform/api by `npm run docs`. -->",
    `Of the ${support.length} operations in Algorithmia's OpenAPI file (version 1.5.1) the platform serves ${served}; ${support.length - served} answer **501** with code 5005 and a message that names the operation. How served ones differ from Algorithmia's is told in [differences.md](differences.md).`,
    table(
      ["Operation", "Request", "Here"],
      support.map(({ operation, route, reason }) => [
        operation.id,
        `\`${operation.method} ${operation.path}\``,
        route ? "served" : `501: ${reason}`,
      ]),
    ),
    "## Beyond the OpenAPI file",
    "Served as well: what official clients and the older documentation use, git, and the platform's own pages.",
    table(
      ["Name", "Request"],
      routesBeyond(routes).map(({ operation, method, path }) => [operation, `\`${method} ${path}\``]),
    ),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
