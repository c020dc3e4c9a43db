import * as pulumi from "@pulumi/pulumi";
import { type Protocol, protocols, storeForms } from "../inputs/connector-stores";
import { resourceType } from "./resource-type";

/** Amazon S3, or another server of its protocol. */
export type S3Store = {
  /** Default: Amazon's own, of the region. */
  endpoint?: pulumi.Input<string>;
  /** Default: `us-east-1`; Amazon leads to the region of a bucket elsewhere. */
  region?: pulumi.Input<string>;
  /** Names the bucket in the path, not in the host. Default: true with an `endpoint`. */
  forcePathStyle?: pulumi.Input<boolean>;
} & (
  | {
      accessKeyId: pulumi.Input<string>;
      secretAccessKey: pulumi.Input<string>;
      /** Of temporary credentials. */
      sessionToken?: pulumi.Input<string>;
      environment?: undefined;
    }
  | {
      /** The credentials of the platform's own process instead of keys; takes an admin's API key. */
      environment: true;
      accessKeyId?: undefined;
      secretAccessKey?: undefined;
      sessionToken?: undefined;
    }
);

/** One container of Azure Blob Storage. */
export interface AzureBlobStore {
  /** `https://<account>.blob.core.windows.net` */
  storageUri: pulumi.Input<string>;
  containerName: pulumi.Input<string>;
  /** A shared access signature, with or without `?` before it. */
  sasToken: pulumi.Input<string>;
}

/** Google Cloud Storage. */
export interface GoogleStorageStore {
  /** Default: Google's own. */
  endpoint?: pulumi.Input<string>;
  /** Default: the key's. */
  projectId?: pulumi.Input<string>;
  /** The key of a service account: its JSON text, or the base64 of it that `@pulumi/gcp`'s `serviceaccount.Key` has as `privateKey`. */
  credentials: pulumi.Input<string>;
}

export interface DropboxStore {
  /** Default: Dropbox's own. */
  endpoint?: pulumi.Input<string>;
  accessToken: pulumi.Input<string>;
  /** With `appKey` and `appSecret`: gets the next access token when this one expires. */
  refreshToken?: pulumi.Input<string>;
  appKey?: pulumi.Input<string>;
  appSecret?: pulumi.Input<string>;
}

interface Stores {
  s3: pulumi.Input<S3Store>;
  azureblob: pulumi.Input<AzureBlobStore>;
  gs: pulumi.Input<GoogleStorageStore>;
  dropbox: pulumi.Input<DropboxStore>;
}
type OneStore = { [P in Protocol]: Pick<Stores, P> & { [Other in Exclude<Protocol, P>]?: undefined } }[Protocol];

export type DataConnectorArgs = OneStore & {
  /** Names the connector among those of its protocol: letters and digits. Default: none, `s3://…`. A change replaces the resource. */
  label?: pulumi.Input<string>;
  /** Is it the one that an address without a label means, too? Default: only without a label. */
  isDefault?: pulumi.Input<boolean>;
  /** The account, a user or an organization. Default: that of the API key. A change replaces the resource. */
  owner?: pulumi.Input<string>;
  /** What it reaches: bucket and key, `*` for any characters. Default: `*`. */
  path?: pulumi.Input<string>;
  /** Lets it write and delete. Default: false. */
  writeable?: pulumi.Input<boolean>;
};

const type = resourceType("DataConnector", "data-connector", [
  ...protocols,
  "label",
  "isDefault",
  "owner",
  "path",
  "writeable",
  "connectorId",
  "uri",
  "protocol",
  "settings",
  "modified",
]);

/**
 * A data connector: lets algorithms reach a bucket as `s3+prod://bucket/key`. The id is `owner/s3+prod`. Credentials are kept encrypted
 * in the state, whether they are given as secrets or not.
 *
 * @example
 * const models = new DataConnector("models", {
 *   label: "prod",
 *   path: "acme-models/sentiment/*",
 *   writeable: true,
 *   s3: { region: "eu-west-1", accessKeyId: key.id, secretAccessKey: key.secret },
 * });
 * export const store = pulumi.interpolate`${models.uri}acme-models/sentiment`; // s3+prod://acme-models/sentiment
 */
export class DataConnector extends pulumi.CustomResource {
  /** `s3+prod` */
  declare readonly connectorId: pulumi.Output<string>;
  /** Beginning of every address behind it: `s3+prod://` */
  declare readonly uri: pulumi.Output<string>;
  declare readonly protocol: pulumi.Output<Protocol>;
  declare readonly label: pulumi.Output<string | undefined>;
  declare readonly isDefault: pulumi.Output<boolean>;
  declare readonly owner: pulumi.Output<string>;
  declare readonly path: pulumi.Output<string>;
  declare readonly writeable: pulumi.Output<boolean>;
  /** Where the store is, in the API's words; no credentials. */
  declare readonly settings: pulumi.Output<Record<string, unknown>>;
  /** When it was last written, as the platform says it. */
  declare readonly modified: pulumi.Output<string | undefined>;

  constructor(name: string, args: DataConnectorArgs, opts: pulumi.CustomResourceOptions = {}) {
    const stores = Object.fromEntries(protocols.map((protocol) => [protocol, withSecrets(protocol, args[protocol])]));
    super(type.token, name, type.properties({ ...args, ...stores }, opts), opts);
  }

  /** Reads what the platform tells about a connector, without managing it. `id` is `owner/s3+prod`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): DataConnector {
    return new DataConnector(name, {} as DataConnectorArgs, { ...opts, id });
  }

  static override isInstance(object: unknown): object is DataConnector {
    return type.isInstance(object);
  }
}

/** Makes secrets of a store's credentials, and of what has a wrong name; its settings stay to be seen in previews. */
function withSecrets(protocol: Protocol, store: unknown): unknown {
  if (typeof store !== "object" || store === null) return store;
  if (pulumi.Output.isInstance(store) || store instanceof Promise) return pulumi.secret(store);
  const { settings } = storeForms[protocol];
  const isShown = (name: string, value: unknown) => value === undefined || name in settings || name === "environment";
  return Object.fromEntries(
    Object.entries(store).map(([name, value]) => [name, isShown(name, value) ? value : pulumi.secret(value as pulumi.Input<unknown>)]),
  );
}
