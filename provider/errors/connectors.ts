import { row } from "./define";

/** What can stop `DataConnector`, and the reading of files behind connectors. */
export const connectorErrors = {
  CONNECTOR_STORE_CHOICE: row({
    what: (given: string) => `A data connector leads to one store, but ${given}.`,
    fix: "Give exactly one of `s3`, `azureblob`, `gs` and `dropbox`, and preview again.",
    exit: "user",
    example: ["s3 and gs are given"],
  }),
  CONNECTOR_REFUSED: row({
    what: (id: string, owner: string, message: string) => `The platform refuses the data connector ${id} of ${owner}: ${message}.`,
    fix: "Correct the input that it names and run `pulumi up` again.",
    exit: "user",
    example: ["gs+prod", "acme", "cred_data.email: a connector to gs needs it"],
  }),
  CONNECTOR_DEFAULT_TAKEN: row({
    what: (id: string, message: string) => `${id} cannot be made like this: ${message}.`,
    why: "An account has one default data connector for each protocol.",
    fix: "Set `isDefault: false` here or on the other one and run `pulumi up` again.",
    exit: "user",
    example: ["s3+prod", "s3+lab is the default s3 connector of acme already. Set its is_default to false first"],
  }),
  CONNECTOR_OWNER_UNKNOWN: row({
    what: (id: string, owner: string, address: string) =>
      `There is no account ${owner} on ${address} that could have the data connector ${id}.`,
    fix: "Correct `owner`: the name of a user, or of an organization that the API key's user is a member of.",
    exit: "user",
    example: ["s3+prod", "acme", "https://api.algorithmia.com"],
  }),
  CONNECTOR_NOT_ALLOWED: row({
    what: (id: string, owner: string, message: string) =>
      `This API key may not see or make the data connector ${id} of ${owner}: ${message}.`,
    why: "It takes a key that manages algorithms, of that account or of a member of it; for `environment: true` an admin's.",
    fix: "Correct `owner`, or use such a key: `pulumi config set --secret algorithmia:apiKey <key>`.",
    exit: "user",
    example: ["s3+prod", "acme", "You are not authorized to perform this operation"],
  }),
  STORED_FILE_UNREADABLE: row({
    what: (uri: string, message: string) => `${uri} cannot be read: ${message}.`,
    fix: "Correct the address, or what the message names, and run the same command again.",
    exit: "user",
    example: ["s3+prod://models/sentiment.pkl", "path not found: s3+prod://models/sentiment.pkl"],
  }),
};
