import { openApiRoute } from "../openapi";
import type { Route } from "../route";
import { administrationRoutes } from "./administration";
import { algorithmsRoutes } from "./algorithms";
import { appearanceRoutes } from "./appearance";
import { connectorsRoutes } from "./connectors";
import { dataRoutes } from "./data";
import { environmentsRoutes } from "./environments";
import { gitRoutes } from "./git";
import { operationsRoutes } from "./operations";
import { peopleRoutes } from "./people";
import { scmsRoutes } from "./scms";
import { secretsRoutes } from "./secrets";

/** Every route that is served, a file for each room. Anything else under `/v1` answers 501. */
export const routes: Route[] = [
  ...dataRoutes,
  ...connectorsRoutes,
  ...algorithmsRoutes,
  ...scmsRoutes,
  ...environmentsRoutes,
  ...secretsRoutes,
  ...peopleRoutes,
  ...administrationRoutes,
  ...appearanceRoutes,
  ...gitRoutes,
  ...operationsRoutes,
  openApiRoute(() => routes),
];
