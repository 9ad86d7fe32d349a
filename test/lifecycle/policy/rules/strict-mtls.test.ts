import { strictMtls } from "../../../../lifecycle/policy/rules/strict-mtls";
import { policyCases } from "../../../support/policy-cases";

const policy = (namespace: string, spec: string) =>
    `---\n{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: ${namespace}}, spec: ${spec}}\n`;
const strict = policy("istio-system", "{mtls: {mode: STRICT}}");
const missing = "stack: no PeerAuthentication demands STRICT mutual TLS of the whole mesh";

describe("strict-mtls", () => {
    policyCases(strictMtls, [
        { what: "a strict mesh", yaml: strict },
        {
            what: "a mesh without a policy",
            yaml: "{kind: Other, metadata: {name: a}}",
            violations: [missing],
        },
        {
            what: "a permissive mesh",
            yaml: policy("istio-system", "{mtls: {mode: PERMISSIVE}}"),
            violations: [missing],
        },
        {
            what: "a policy that holds for some pods of the root namespace only",
            yaml: policy("istio-system", "{selector: {matchLabels: {a: b}}, mtls: {mode: STRICT}}"),
            violations: [missing],
        },
        {
            what: "a namespace that answers in plain text",
            yaml: strict + policy("prod", "{mtls: {mode: PERMISSIVE}}"),
            violations: [
                "prod/PeerAuthentication/default: it lets the whole namespace answer in plain text (PERMISSIVE)",
            ],
        },
        {
            what: "one open port of one workload",
            yaml:
                strict +
                policy(
                    "prod",
                    '{selector: {matchLabels: {a: b}}, portLevelMtls: {"8080": {mode: PERMISSIVE}}}',
                ),
        },
    ]);
});
