import assert from "node:assert/strict";
import { canarySelectors } from "../../../../lifecycle/policy/rules/canary-selectors";
import type { Manifest } from "../../../../lifecycle/workloads/manifest";
import { canaried, next, policyCases } from "../../../support/policy-cases";

const ORDERS = canaried("orders");
const LABELS = "{matchLabels: {app: orders}}";
const BOTH = "{matchExpressions: [{key: app, operator: In, values: [orders, orders-primary]}]}";

const misses = (object: string, field: string) =>
    `prod/${object}: its ${field} selects app: orders, the pods under analysis of prod/Canary/orders, and misses app: orders-primary, the pods that serve`;
const half = (object: string, field: string) =>
    `warning prod/${object}: its ${field} selects app: orders-primary, and misses app: orders, the pods of prod/Canary/orders that take traffic during an analysis`;

/** `[apiVersion, kind, spec with SELECTOR, field]` of what selects pods. */
const KINDS: readonly (readonly [string, string, string, string])[] = [
    ["security.istio.io/v1", "AuthorizationPolicy", "{action: DENY, selector: SELECTOR}", "spec.selector"],
    ["security.istio.io/v1", "PeerAuthentication", "{selector: SELECTOR}", "spec.selector"],
    ["security.istio.io/v1", "RequestAuthentication", "{selector: SELECTOR}", "spec.selector"],
    ["telemetry.istio.io/v1", "Telemetry", "{selector: SELECTOR}", "spec.selector"],
    ["extensions.istio.io/v1alpha1", "WasmPlugin", "{selector: SELECTOR}", "spec.selector"],
    ["networking.istio.io/v1beta1", "ProxyConfig", "{selector: SELECTOR}", "spec.selector"],
    [
        "networking.istio.io/v1",
        "Sidecar",
        "{workloadSelector: {labels: {app: orders}}}",
        "spec.workloadSelector",
    ],
    [
        "networking.istio.io/v1alpha3",
        "EnvoyFilter",
        "{workloadSelector: {labels: {app: orders}}}",
        "spec.workloadSelector",
    ],
    [
        "networking.istio.io/v1",
        "ServiceEntry",
        "{workloadSelector: {labels: {app: orders}}}",
        "spec.workloadSelector",
    ],
    [
        "networking.istio.io/v1",
        "DestinationRule",
        "{host: x, workloadSelector: SELECTOR}",
        "spec.workloadSelector",
    ],
    [
        "networking.istio.io/v1",
        "DestinationRule",
        "{host: orders.prod.svc.cluster.local, subsets: [{name: a, labels: {app: orders}}]}",
        "spec.subsets",
    ],
    [
        "networking.istio.io/v1",
        "VirtualService",
        "{http: [{match: [{sourceLabels: {app: orders}}]}]}",
        "spec.http.match.sourceLabels",
    ],
    ["networking.istio.io/v1", "Gateway", "{selector: {app: orders}}", "spec.selector"],
    ["v1", "Service", "{selector: {app: orders}}", "spec.selector"],
    ["policy/v1", "PodDisruptionBudget", "{minAvailable: 1, selector: SELECTOR}", "spec.selector"],
    ["monitoring.coreos.com/v1", "PodMonitor", "{selector: SELECTOR}", "spec.selector"],
    ["networking.k8s.io/v1", "NetworkPolicy", "{podSelector: SELECTOR}", "spec.podSelector"],
    [
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "{podSelector: {}, ingress: [{from: [{podSelector: SELECTOR}]}]}",
        "spec.ingress.from.podSelector",
    ],
    [
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "{podSelector: {}, egress: [{to: [{namespaceSelector: {}, podSelector: SELECTOR}]}]}",
        "spec.egress.to.podSelector",
    ],
    [
        "cilium.io/v2",
        "CiliumNetworkPolicy",
        "{endpointSelector: {matchLabels: {k8s:app: orders}}}",
        "spec.endpointSelector",
    ],
    [
        "cilium.io/v2",
        "CiliumNetworkPolicy",
        "{endpointSelector: {}, ingress: [{fromEndpoints: [{matchLabels: {app: orders}}]}]}",
        "spec.ingress.fromEndpoints",
    ],
    ["projectcalico.org/v3", "NetworkPolicy", "{selector: \"app == 'orders'\"}", "spec.selector"],
    ["policy.linkerd.io/v1beta3", "Server", "{podSelector: SELECTOR}", "spec.podSelector"],
    [
        "example.com/v1",
        "Quarantine",
        '{deep: [{podSelector: "app=orders,team in (shop)"}]}',
        "spec.deep.podSelector",
    ],
];

const affinity = (kind: string, when: string, term: string) =>
    next(
        "apps/v1",
        "Deployment",
        "cache",
        `{selector: {matchLabels: {app: cache}}, template: {spec: {affinity: {${kind}: {${when}: [${term}]}}}}}`,
    );
const ownAffinity = (name: string, label: string) =>
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: prod}, spec: {selector: {matchLabels: {app: ${label}}}, template: {metadata: {labels: {app: ${label}}}, spec: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: ${label}}}}]}}, topologySpreadConstraints: [{whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: ${label}}}}]}}}}\n` +
    `---\n{apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: orders, namespace: prod}, spec: {targetRef: {kind: Deployment, name: ${name}}}}\n`;

describe("canary-selectors", () => {
    policyCases(canarySelectors, [
        ...KINDS.map(([apiVersion, kind, spec, field]) => ({
            what: `${apiVersion} ${kind} ${field} that misses the primary`,
            yaml: ORDERS + next(apiVersion, kind, "a", spec.replace("SELECTOR", LABELS)),
            violations: [misses(`${kind}/a`, field)],
        })),
        ...KINDS.filter(([, , spec]) => spec.includes("SELECTOR")).map(([apiVersion, kind, spec, field]) => ({
            what: `${apiVersion} ${kind} ${field} that catches both`,
            yaml: ORDERS + next(apiVersion, kind, "a", spec.replace("SELECTOR", BOTH)),
        })),
        ...KINDS.filter(([, , spec]) => spec.includes("SELECTOR")).map(([apiVersion, kind, spec, field]) => ({
            what: `${apiVersion} ${kind} ${field} by a label Flagger leaves alone`,
            yaml:
                ORDERS + next(apiVersion, kind, "a", spec.replace("SELECTOR", "{matchLabels: {team: shop}}")),
        })),
        {
            what: "the same in a stack without a canary",
            yaml:
                ORDERS.split("---")[0] +
                next("security.istio.io/v1", "AuthorizationPolicy", "a", `{selector: ${LABELS}}`),
        },
        {
            what: "the same in another namespace",
            yaml:
                ORDERS +
                next("networking.k8s.io/v1", "NetworkPolicy", "a", `{podSelector: ${LABELS}}`, "other"),
        },
        {
            what: "a policy of the whole mesh by that label",
            yaml:
                ORDERS +
                next(
                    "security.istio.io/v1",
                    "AuthorizationPolicy",
                    "a",
                    `{selector: ${LABELS}}`,
                    "istio-system",
                ),
            violations: [misses("AuthorizationPolicy/a", "spec.selector").replace("prod/", "istio-system/")],
        },
        {
            what: "a peer of a namespace that is not the target's",
            yaml:
                ORDERS +
                next(
                    "networking.k8s.io/v1",
                    "NetworkPolicy",
                    "a",
                    `{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}, podSelector: ${LABELS}}]}]}`,
                ),
        },
        {
            what: "two peers, one for each half",
            yaml:
                ORDERS +
                next(
                    "networking.k8s.io/v1",
                    "NetworkPolicy",
                    "a",
                    `{podSelector: {}, ingress: [{from: [{podSelector: ${LABELS}}, {podSelector: {matchLabels: {app: orders-primary}}}]}]}`,
                ),
        },
        {
            what: "a second policy that says the same of the primary",
            yaml:
                ORDERS +
                next(
                    "security.istio.io/v1",
                    "AuthorizationPolicy",
                    "a",
                    `{action: DENY, selector: ${LABELS}}`,
                ) +
                next(
                    "security.istio.io/v1",
                    "AuthorizationPolicy",
                    "b",
                    "{action: DENY, selector: {matchLabels: {app: orders-primary}}}",
                ),
        },
        {
            what: "a second policy that says something else of the primary",
            yaml:
                ORDERS +
                next(
                    "security.istio.io/v1",
                    "AuthorizationPolicy",
                    "a",
                    `{action: DENY, selector: ${LABELS}}`,
                ) +
                next(
                    "security.istio.io/v1",
                    "AuthorizationPolicy",
                    "b",
                    "{action: ALLOW, selector: {matchLabels: {app: orders-primary}}}",
                ),
            violations: [
                `warning ${misses("AuthorizationPolicy/a", "spec.selector")}; prod/AuthorizationPolicy/b selects those, and says something else`,
                `${half("AuthorizationPolicy/b", "spec.selector")}; prod/AuthorizationPolicy/a selects those, and says something else`,
            ],
        },
        {
            what: "a guard of the primary alone",
            yaml:
                ORDERS +
                next(
                    "networking.k8s.io/v1",
                    "NetworkPolicy",
                    "a",
                    "{podSelector: {matchLabels: {app: orders-primary}}}",
                ),
            violations: [half("NetworkPolicy/a", "spec.podSelector")],
        },
        {
            what: "a disruption budget of the primary, which carries the traffic",
            yaml:
                ORDERS +
                next(
                    "policy/v1",
                    "PodDisruptionBudget",
                    "a",
                    "{selector: {matchLabels: {app: orders-primary}}}",
                ),
        },
        {
            what: "a policy that excludes the primary by name",
            yaml:
                ORDERS +
                next(
                    "networking.k8s.io/v1",
                    "NetworkPolicy",
                    "a",
                    "{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [orders-primary]}]}}",
                ),
            violations: [misses("NetworkPolicy/a", "spec.podSelector")],
        },
        {
            what: "a target known by another label",
            yaml:
                canaried("orders", "app.kubernetes.io/name: orders") +
                next(
                    "networking.k8s.io/v1",
                    "NetworkPolicy",
                    "a",
                    "{podSelector: {matchLabels: {app.kubernetes.io/name: orders}}}",
                ),
            violations: [
                misses("NetworkPolicy/a", "spec.podSelector").replaceAll("app: ", "app.kubernetes.io/name: "),
            ],
        },
        {
            what: "a monitor of Services, which Flagger labels by their own names",
            yaml: ORDERS + next("monitoring.coreos.com/v1", "ServiceMonitor", "a", `{selector: ${LABELS}}`),
        },
        {
            what: "volumes and metrics by that label",
            yaml:
                ORDERS +
                next("v1", "PersistentVolumeClaim", "a", `{selector: ${LABELS}}`) +
                next(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    "a",
                    `{metrics: [{external: {metric: {name: q, selector: ${LABELS}}}}]}`,
                ),
        },
        {
            what: "an unknown kind whose selector may mean something else",
            yaml: ORDERS + next("example.com/v1", "Scan", "a", `{selector: ${LABELS}}`),
            violations: [`warning ${misses("Scan/a", "spec.selector")}`],
        },
        {
            what: "an unknown workload's own selector",
            yaml:
                ORDERS +
                next("example.com/v1", "CloneSet", "a", `{selector: ${LABELS}, template: {metadata: {}}}`),
        },
        {
            what: "affinity to pods that are there during an analysis only",
            yaml:
                ORDERS +
                affinity(
                    "podAffinity",
                    "requiredDuringSchedulingIgnoredDuringExecution",
                    `{labelSelector: ${LABELS}}`,
                ),
            violations: [
                misses(
                    "Deployment/cache",
                    "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution.labelSelector",
                ),
            ],
        },
        {
            what: "a preference of the scheduler",
            yaml:
                ORDERS +
                affinity(
                    "podAntiAffinity",
                    "preferredDuringSchedulingIgnoredDuringExecution",
                    `{weight: 1, podAffinityTerm: {labelSelector: ${LABELS}}}`,
                ),
            violations: [
                `warning ${misses("Deployment/cache", "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.podAffinityTerm.labelSelector")}`,
            ],
        },
        {
            what: "a target's own anti-affinity and spread, which Flagger rewrites",
            yaml: ownAffinity("orders", "orders"),
        },
        {
            what: "a target's own anti-affinity by a label that is not its name",
            yaml: ownAffinity("shop", "orders"),
            violations: [
                misses(
                    "Deployment/shop",
                    "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.labelSelector",
                ),
            ],
        },
    ]);

    it("names what mends it: both values where a kind takes a list, a second object where it does not", () => {
        const metadata = { name: "orders", namespace: "prod" };
        const selector = { matchLabels: { app: "orders" } };
        const objects: Manifest[] = [
            { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector } },
            {
                apiVersion: "flagger.app/v1beta1",
                kind: "Canary",
                metadata,
                spec: { targetRef: { kind: "Deployment", name: "orders" } },
            },
            {
                apiVersion: "networking.k8s.io/v1",
                kind: "NetworkPolicy",
                metadata,
                spec: { podSelector: selector },
            },
            { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata, spec: { selector } },
        ];

        const found = canarySelectors.judge(objects, { gitNamespaces: new Set() });

        assert.deepEqual(
            found.map(({ remedy }) => remedy),
            [
                "Select by another label of the pods, which Flagger leaves as it is, or name both: app In [orders, orders-primary]",
                "Select by another label of the pods, which Flagger leaves as it is, or write a second AuthorizationPolicy for the other",
            ],
        );
    });

    it("judges 3,000 canaries and 3,000 policies of one namespace within a second", () => {
        const objects = Array.from({ length: 3000 }, (_, index): Manifest[] => {
            const metadata = { name: `app-${index}`, namespace: "prod" };
            const selector = { matchLabels: { app: `app-${index}` } };
            const targetRef = { kind: "Deployment", name: metadata.name };
            return [
                {
                    apiVersion: "apps/v1",
                    kind: "Deployment",
                    metadata,
                    spec: { selector, template: { metadata: { labels: selector.matchLabels } } },
                },
                { apiVersion: "flagger.app/v1beta1", kind: "Canary", metadata, spec: { targetRef } },
                {
                    apiVersion: "security.istio.io/v1",
                    kind: "AuthorizationPolicy",
                    metadata,
                    spec: { selector },
                },
            ];
        }).flat();

        // The best of three, for the machine may be busy.
        const times = [1, 2, 3].map(() => {
            const start = performance.now();
            assert.equal(canarySelectors.judge(objects, { gitNamespaces: new Set() }).length, 3000);
            return performance.now() - start;
        });

        assert.ok(Math.min(...times) < 1000, `${times.join(", ")} ms`);
    });
});
