import type { Vault } from "../secrets/vault";
import type { Store } from "../store";
import type { Connector, Protocol } from "../store/connectors";
import { redact } from "./refuse";
import { type ObjectStore, StoreFault } from "./store";

/** What lies behind connectors, opened when it is first asked for and kept open. */
export interface OpenStores {
  of(connector: Connector): OpenStore;
  close(): void;
}

/** An opened store, with what must not leave the platform in a message. */
export interface OpenStore {
  store: ObjectStore;
  secrets: string[];
}

const mostOpen = 100;

/** Opens stores with the credentials that the vault keeps. A connector that was changed is opened anew. */
export function createOpenStores({ connectors }: Pick<Store, "connectors">, vault: Vault): OpenStores {
  const opened = new Map<string, OpenStore & { modifiedAt: string }>();
  return {
    of(connector) {
      const known = opened.get(connector.id);
      if (known?.modifiedAt === connector.modifiedAt) return known;
      const text = vault.open(connectors.sealedCredentials(connector), connector.id);
      const credentials = JSON.parse(text) as Record<string, string>;
      const secrets = Object.values(credentials);
      const made = { store: openOne(connector, credentials, secrets), secrets, modifiedAt: connector.modifiedAt };
      // What runs through the store of before goes on, so it is let go, not closed.
      opened.delete(connector.id);
      const oldest = opened.size >= mostOpen ? opened.keys().next().value : undefined;
      if (oldest !== undefined) opened.delete(oldest);
      opened.set(connector.id, made);
      return made;
    },
    close() {
      for (const { store } of opened.values()) store.close();
      opened.clear();
    },
  };
}

/** A library that cannot use what it is given says so with an address that holds a signature, for example. */
function openOne(connector: Connector, credentials: Record<string, string>, secrets: string[]): ObjectStore {
  try {
    return openers[connector.protocol](connector, credentials);
  } catch (error) {
    throw new StoreFault("refused", redact((error as Error).message, secrets));
  }
}

type Opener = (connector: Connector, credentials: Record<string, string>) => ObjectStore;

/** Each protocol's file is loaded with its library when a connector of that kind is used: the platform's start waits for none. */
const openers: Record<Protocol, Opener> = {
  s3: ({ settings, credentialType }, { access_key_id = "", secret_access_key = "", session_token }) => {
    const { openS3 } = require("./s3") as typeof import("./s3");
    const { endpoint, region, force_path_style } = settings as { endpoint?: string; region?: string; force_path_style?: boolean };
    return openS3({
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      ...(force_path_style !== undefined && { forcePathStyle: force_path_style }),
      ...(credentialType === "iam" && {
        keys: {
          accessKeyId: access_key_id,
          secretAccessKey: secret_access_key,
          ...(session_token !== undefined && { sessionToken: session_token }),
        },
      }),
    });
  },
  azureblob: ({ settings }, { sas_token = "" }) => {
    const { openAzure } = require("./azureblob") as typeof import("./azureblob");
    const { storage_uri = "", container_name = "" } = settings as { storage_uri?: string; container_name?: string };
    return openAzure({ storageUri: storage_uri, container: container_name, sasToken: sas_token });
  },
  gs: ({ settings }, { private_key = "" }) => {
    const { openGoogle } = require("./gs") as typeof import("./gs");
    const { endpoint, project_id, email = "" } = settings as { endpoint?: string; project_id?: string; email?: string };
    return openGoogle({
      email,
      privateKey: private_key,
      ...(endpoint !== undefined && { endpoint }),
      ...(project_id !== undefined && { projectId: project_id }),
    });
  },
  dropbox: ({ settings }, { access_token = "", refresh_token, app_secret }) => {
    const { openDropbox } = require("./dropbox") as typeof import("./dropbox");
    const { endpoint, app_key } = settings as { endpoint?: string; app_key?: string };
    return openDropbox({
      accessToken: access_token,
      ...(refresh_token && { refreshToken: refresh_token }),
      ...(app_key !== undefined && { appKey: app_key }),
      ...(app_secret && { appSecret: app_secret }),
      ...(endpoint !== undefined && { endpoint }),
    });
  },
};
