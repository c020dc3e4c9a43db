import { Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

/** The client as the administrator of the platform has it. */
const asAdmin = (program: string) => person.python(`client = Algorithmia.client(${JSON.stringify(person.platform.adminKey)})\n${program}`);

test("reference 5.4: a user is created with the client, once", async () => {
  const answer = await asAdmin(`
request = {"username": "a_user", "email": "a_user@example.com", "passwordHash": "", "shouldCreateHello": False}
created = client.create_user(request)
try:
    client.create_user(request)
    again = None
except Exception as error:
    again = str(error)
answer = [created["username"], created["email"], created["resource_type"], again]
`);
  expect(answer).toEqual(["a_user", "a_user@example.com", "user", expect.stringContaining("[409]")]);
});

test("reference 5.4: an organization is created by the name of its type, read, changed, and a user is invited", async () => {
  const answer = await asAdmin(`
request = {"org_name": "a_org", "org_label": "some label", "org_contact_name": "Some owner", "org_email": "a_org@example.com",
           "org_url": "https://example.com", "type_id": "legacy", "resource_type": "organization"}
types = {entry["name"]: entry["id"] for entry in client.get_org_types()}
created = client.create_org(dict(request))
edited = client.edit_org("a_org", {**created, "org_label": "other label", "type_id": "pro"})
read = client.get_org("a_org")
client.create_user({"username": "invited", "email": "invited@example.com"})
answer = {
    "types": sorted(types),
    "created": [created["org_name"], created["type_id"] == types["legacy"]],
    "edited": edited.status_code,
    "read": [read["org_label"], read["type_id"] == types["pro"], read["id"] == created["id"]],
    "invited": [client.invite_to_org("a_org", "invited").status_code for _ in range(2)],
    "errors": client.get_organization_errors("a_org"),
    "absent": client.get_org("no_such_org")["error"]["code"],
}
`);
  expect(answer).toEqual({
    types: ["basic", "legacy", "pro"],
    created: ["a_org", true],
    edited: 204,
    read: ["other label", true, true],
    invited: [201, 200],
    errors: [],
    absent: 3100,
  });
});

test("a type that does not exist, a name that is taken and a user that is not there are raised as errors", async () => {
  const answer = await asAdmin(`
def said(work):
    try:
        return [None, str(work())]
    except Exception as error:
        return [type(error).__name__, str(error)]
request = {"org_name": "demo", "org_label": "l", "org_contact_name": "c", "org_email": "c@example.com"}
answer = [
    said(lambda: client.create_org({**request, "type_id": "no_such_type"})),
    said(lambda: client.create_org({**request, "type_id": "basic"})),
    said(lambda: client.invite_to_org("no_such_org", "demo")),
    said(lambda: Algorithmia.client().create_user({"username": "x"})),
]
`);
  // The client tells of these answers their status alone.
  const refused = (status: number) => ["Exception", expect.stringContaining(`[${status}]`)];
  expect(answer).toEqual([refused(400), refused(409), refused(404), refused(403)]);
});
