import { strictMtls } from "../../../../lifecycle/policy/rules/strict-mtls";
import { deployment, policyCases } from "../../../support/policy-cases";

const policy = (namespace: string, spec: string) =>
    `---\n{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: ${namespace}}, spec: ${spec}}\n`;
const strict = policy("istio-system", "{mtls: {mode: STRICT}}");
const missing = "stack: no PeerAuthentication demands STRICT mutual TLS of the whole mesh";

const pod = (name: string) =>
    `---\n${deployment(`{metadata: {labels: {app: ${name}, team: a}}, spec: {containers: [{name: app, ports: [{containerPort: 80}, {containerPort: 81}]}, {name: istio-proxy}]}}`, name)}`;
const pods = pod("a") + pod("b");
const everything =
    "prod/PeerAuthentication/default: its selector matches every workload of the namespace, and it lets them answer in plain text on every port";

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
        {
            what: "a selector without labels, which is none",
            yaml: strict + policy("prod", "{selector: {matchLabels: {}}, mtls: {mode: DISABLE}}"),
            violations: [
                "prod/PeerAuthentication/default: it lets the whole namespace answer in plain text (DISABLE)",
            ],
        },
        ...[
            "{mtls: {mode: PERMISSIVE}}",
            "{mtls: {mode: DISABLE}}",
            "{selector: {}, mtls: {mode: UNSET}}",
            "{}",
        ].map((spec) => ({
            what: `a second policy for the whole mesh: ${spec}`,
            yaml: strict + policy("istio-system", spec).replace("default", "second"),
            violations: [
                `istio-system/PeerAuthentication/second: it is a second policy for the whole mesh, and would let it answer in plain text (${/[A-Z]{5,}/.exec(spec)?.[0] ?? "UNSET"}): of two Istio takes the oldest`,
            ],
        })),
        {
            what: "a second strict policy for the whole mesh",
            yaml: strict + policy("istio-system", "{mtls: {mode: STRICT}}").replace("default", "second"),
            violations: [
                "warning istio-system/PeerAuthentication/second: it is a second policy for the whole mesh: of two Istio takes the oldest, and ignores the other",
            ],
        },
        {
            what: "a selector that matches every workload of a namespace",
            yaml:
                strict + pods + policy("prod", "{selector: {matchLabels: {team: a}}, mtls: {mode: DISABLE}}"),
            violations: [everything],
        },
        {
            what: "ports opened one by one, until none is left",
            yaml:
                strict +
                pods +
                policy(
                    "prod",
                    '{selector: {matchLabels: {team: a}}, portLevelMtls: {"80": {mode: DISABLE}, "81": {mode: PERMISSIVE}}}',
                ),
            violations: [everything],
        },
        {
            what: "one port of every workload",
            yaml:
                strict +
                pods +
                policy(
                    "prod",
                    '{selector: {matchLabels: {team: a}}, portLevelMtls: {"80": {mode: DISABLE}}}',
                ),
        },
        {
            what: "the only workload of a namespace, for the sake of its callers",
            yaml:
                strict +
                pod("a") +
                policy("prod", "{selector: {matchLabels: {team: a}}, mtls: {mode: PERMISSIVE}}"),
        },
        {
            what: "one workload of several",
            yaml:
                strict +
                pods +
                policy("prod", "{selector: {matchLabels: {app: a}}, mtls: {mode: PERMISSIVE}}"),
        },
        {
            what: "a selector in the root namespace, which Istio ignores",
            yaml:
                strict +
                pods +
                policy("istio-system", "{selector: {matchLabels: {team: a}}, mtls: {mode: DISABLE}}"),
        },
        {
            what: "a policy of another system's kind",
            yaml:
                strict +
                policy("prod", "{mtls: {mode: DISABLE}}").replace("security.istio.io", "mesh.example.com"),
        },
    ]);
});
