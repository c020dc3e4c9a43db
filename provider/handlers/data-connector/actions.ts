import type { ConnectorContent, ConnectorState, Platform } from "../../client";
import { errors } from "../../errors";
import { type Protocol, protocols } from "../../inputs/connector-stores";
import { adopt } from "../shared/adopt";
import type { Actions, Found, Properties } from "../shared/resource-handler";
import { accessOf, declaredStore, keptStore, settingsOf } from "./access";
import { sameName } from "./check";
import { connectorIdOf, givenStores, type Inputs } from "./inputs";
import { warnOfStore } from "./warn-of-store";

/** What `DataConnector` does on a platform. */
export const actions: Actions<Inputs> = {
  async create(inputs, platform) {
    const owner = inputs.owner ?? (await platform.connectors.ownAccount());
    const existing = await platform.connectors.find(owner, idIn(inputs));
    // Nobody can compare credentials: those of one that is otherwise as declared are written anew.
    if (existing) adopt(`Data connector ${idIn(inputs)} of ${owner}`, comparable(existing), declared(inputs));
    const written = await write(owner, inputs, existing !== undefined, platform);
    return { id: `${owner}/${idIn(inputs)}`, outs: outputs(inputs, written, owner) };
  },

  async read(id, state, platform) {
    const { owner, connectorId } = identityOf(id, state);
    const found = await platform.connectors.find(owner, connectorId);
    return found && described(state, found);
  },

  async update(id, olds, inputs, platform) {
    const { owner } = identityOf(id, olds);
    const isThere = (await platform.connectors.find(owner, idIn(inputs))) !== undefined;
    return outputs(inputs, await write(owner, inputs, isThere, platform), owner);
  },

  async remove(id, state, platform) {
    const { owner, connectorId } = identityOf(id, state);
    // Looked at first: the address of one without a label leads, once that is gone, to the default one.
    if (await platform.connectors.find(owner, connectorId)) await platform.connectors.remove(owner, connectorId);
  },
};

async function write(owner: string, inputs: Inputs, isThere: boolean, platform: Platform): Promise<ConnectorState> {
  const connectorId = idIn(inputs);
  const written = isThere
    ? await platform.connectors.update(owner, connectorId, contentOf(inputs))
    : await platform.connectors.create(owner, connectorId, contentOf(inputs));
  await warnOfStore(written, platform);
  return written;
}

function described(state: Properties, found: ConnectorState): Found {
  const { protocol, label, owner: account, isDefault, path, writeable, modified } = found;
  // The platform tells when a connector was last written. A later time than that of our own write means that somebody else wrote
  // it: its credentials count as others then, so that the next update writes ours again.
  const isOurs = state.modified === undefined || modified === undefined || state.modified === modified;
  const store = declaredStore(found, {
    declared: state[protocol] as Properties | undefined,
    told: (state.settings ?? {}) as Properties,
    rewritten: isOurs ? undefined : `written by others at ${modified}`,
  });
  const owner = sameName(state.owner, account) ? state.owner : account;
  const inputs = { label, isDefault, owner, path, writeable, [protocol]: store };
  return { inputs, props: { ...inputs, ...told(found) } };
}

function outputs(inputs: Inputs, written: ConnectorState, owner: string): Properties {
  const protocol = protocolOf(inputs);
  return { ...inputs, owner, [protocol]: keptStore(protocol, inputs[protocol] ?? {}), ...told(written) };
}

/** What only the platform knows, and what follows from it. */
function told({ protocol, label, settings, modified }: ConnectorState): Properties {
  const connectorId = connectorIdOf(protocol, label);
  return { connectorId, uri: `${connectorId}://`, protocol, settings, modified };
}

function contentOf(inputs: Inputs): ConnectorContent {
  const { isDefault, path, writeable } = inputs;
  const protocol = protocolOf(inputs);
  return { isDefault, path, writeable, ...accessOf(protocol, inputs[protocol] ?? {}) };
}

/** Of an existing connector what can be compared, and of a declared one the same. */
function comparable({ isDefault, path, writeable, credentialType, settings }: ConnectorState): Properties {
  return { isDefault, path, writeable, credentialType, ...settings };
}

function declared(inputs: Inputs): Properties {
  const { isDefault, path, writeable, credentialType } = contentOf(inputs);
  const protocol = protocolOf(inputs);
  return { isDefault, path, writeable, credentialType, ...settingsOf(protocol, inputs[protocol] ?? {}) };
}

const protocolOf = (inputs: Inputs): Protocol => givenStores(inputs as unknown as Properties)[0]!;

const idIn = (inputs: Inputs) => connectorIdOf(protocolOf(inputs), inputs.label);

/** The id is `owner/s3+label`. */
function identityOf(id: string, { owner: account, connectorId: known }: Properties): { owner: string; connectorId: string } {
  if (typeof account === "string" && typeof known === "string") return { owner: account, connectorId: known };
  const [owner = "", connectorId = "", ...rest] = id.split("/");
  const isOne = new RegExp(`^(${protocols.join("|")})(\\+[a-zA-Z0-9]+)?$`).test(connectorId);
  if (owner === "" || !isOne || rest.length > 0) throw errors.ID_INVALID("DataConnector", id, "owner/s3+label");
  return { owner, connectorId };
}
