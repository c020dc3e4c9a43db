import { createAlgorithm, Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

/** The client that is generated from Algorithmia's OpenAPI file and checks each answer against it, with the admin key as `admin` and the owner's as `own`. */
const generated = (program: string) =>
  person.python(`
import algorithmia_api_client as api
def client_with(key):
    made = api.ApiClient(api.Configuration(host="${person.platform.url}/v1"))
    made.set_default_header("Authorization", "Simple " + key)
    return api.DefaultApi(made)
admin = client_with("${person.platform.adminKey}")
own = client_with("${person.platform.apiKey}")
def refused(work):
    try:
        return work()
    except api.ApiException as error:
        return error.status
everything = api.AuthPermissions(allow_data=True, allow_data_write=True, allow_algo=True, allow_web_algo=True, algo_acl=["algo://*"], allow_algo_management=True)
${program}`);

test("SPEC getFullUsage, getAlgorithmUsageResult, getUserUsageResult: the generated client reads what a call used", async () => {
  const answer = await generated(`${createAlgorithm("metered")}
algo.compile()
algo.publish(settings={"algorithm_callability": "public"})
client.algo("demo/metered").pipe("Ada")
from datetime import datetime, timezone
period = dict(start_date=datetime(2021, 3, 22, tzinfo=timezone.utc), end_date=datetime(2100, 1, 1, tzinfo=timezone.utc), page_size=10)
full = admin.get_full_usage(**period).results
answer = {
    "full": [[row.algorithm_owner, row.algorithm_called, row.algorithm_version, row.caller, row.total_calls, row.total_errors] for row in full],
    # The client cuts the seconds to a whole number.
    "took": full[0].total_duration,
    "of demo": len(admin.get_algorithm_usage_result(user=["demo", "ann"], **period).results),
    "of others": len(admin.get_algorithm_usage_result(user=["ann"], **period).results),
    "users": [row.caller for row in admin.get_user_usage_result(**period).results],
    "own key": refused(lambda: own.get_full_usage(**period)),
}
`);
  expect(answer).toEqual({
    full: [["demo", "metered", "0.1.0", "demo", "1", 0]],
    took: 0,
    "of demo": 1,
    "of others": 0,
    users: ["demo"],
    "own key": 403,
  });
});

test("SPEC create, createKeyForOrganization, addOrganizationApiKey, getUtilityAlgorithms, deleteByName: with the generated client", async () => {
  const answer = await generated(`
kind = admin.create(api.OrganizationType(id="0b0e5b1e-1111-4222-8333-944444444444", name="research"))
admin.create_organization(api.Organization(org_name="lab", org_label="Lab", org_contact_name="Ann", org_email="lab@example.com", type_id=kind.id, resource_type="organization"))
admin.add_organization_member("lab", "demo")
key = own.create_key_for_organization("lab", api.OrganizationApiKeyCreation(key_label="deploy", permissions=everything))
held = admin.add_organization_api_key("lab", "demo", api.ApiKeyCreation(key_type="AlgorithmKey", permissions=everything))
Algorithmia.client(key.api_key).dir("data://.my/models").create()
Algorithmia.client(key.api_key).algo("lab/scored").create(details={"label": "scored"}, settings={"package_set": "python37", "license": "apl", "source_visibility": "closed", "network_access": "full", "pipeline_enabled": True})
answer = {
    "key": [key.username, key.owner_name, key.key_type],
    "held": [held.username, held.owner_name],
    "folder": Algorithmia.client(held.api_key).dir("data://lab/models").exists(),
    "utilities": [entry.algoname for entry in own.get_utility_algorithms("lab")],
    "in use": refused(lambda: admin.delete_by_name("research")),
    "deleted": [admin.delete_organization("lab"), admin.delete_by_name("research"), refused(lambda: admin.delete_by_name("research"))],
}
`);
  expect(answer).toEqual({
    key: ["lab", "lab", "AlgorithmKey"],
    held: ["demo", "lab"],
    folder: true,
    utilities: ["scored"],
    "in use": 400,
    deleted: [null, null, 404],
  });
});

test("SPEC updateConfigEntry, getConfigEntry, getLogo, setDefaultScm, revokeScmAuthorization: with the generated client", async () => {
  const answer = await generated(`
# The client's own check of names has a regular expression that Python does not understand.
admin.api_client.client_side_validation = own.api_client.client_side_validation = False
entry = api.FrontendConfigurationEntry(keyname="support.email", value="help@example.com", resource_type="frontendConfigurationEntry")
put = admin.update_config_entry("support.email", entry)
answer = {
    "entry": [put.value, admin.get_config_entry("support.email").value, put.resource_type],
    "own key": refused(lambda: own.update_config_entry("support.email", entry)),
    "deleted": [admin.delete_config_entry("support.email"), refused(lambda: admin.get_config_entry("support.email"))],
    "logo": admin.get_logo_with_http_info()[1],
    "scm": [admin.set_default_scm("internal"), own.revoke_scm_authorization("internal"), refused(lambda: own.revoke_scm_authorization("github"))],
}
`);
  expect(answer).toEqual({
    entry: ["help@example.com", "help@example.com", "frontendConfigurationEntry"],
    "own key": 403,
    deleted: [null, 409],
    logo: 200,
    scm: [null, null, 404],
  });
});

test("reference 5.4: insights that the client reports are kept for the admin to read", async () => {
  await person.python('client.report_insights({"confidence": 0.75, "label": "cat"})\nanswer = None');
  const reply = await fetch(`${person.platform.url}/platform/insights`, { headers: { authorization: person.platform.adminKey } });
  expect(await reply.json()).toMatchObject([
    { insight_key: "label", insight_value: "cat" },
    { insight_key: "confidence", insight_value: 0.75 },
  ]);
});
