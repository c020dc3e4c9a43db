import { algorithmNameProblem } from "../../../provider/model/algorithm-name";

test.each(["acme/sentiment", "Acme_2/S", `${"a".repeat(30)}/${"b".repeat(60)}`])("%s is an algorithm", (name) => {
  expect(algorithmNameProblem(name)).toBeUndefined();
});

test.each([
  ["", 'expected "owner/name"'],
  ["sentiment", 'expected "owner/name", got "sentiment"'],
  ["/sentiment", 'expected "owner/name"'],
  ["acme/", 'expected "owner/name"'],
  ["algo://acme/sentiment", "without algo://"],
  ["acme/sentiment/1.2.0", "without a version"],
  ["acme/a/b/c", 'expected "owner/name"'],
  ["acme/my-algo", '"my-algo" may hold only letters, digits and "_"'],
  ["2acme/algo", '"2acme" may hold only'],
  [`${"a".repeat(31)}/b`, "has more than 30 characters"],
])("%j is refused: %s", (name, reason) => {
  expect(algorithmNameProblem(name)).toContain(reason);
});
