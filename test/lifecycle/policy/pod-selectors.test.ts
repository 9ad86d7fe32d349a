import assert from "node:assert/strict";
import { podSelectors } from "../../../lifecycle/policy/pod-selectors";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const object = (
    apiVersion: string,
    kind: string,
    spec: unknown,
    namespace: string | undefined = "prod",
): Manifest => ({
    apiVersion,
    kind,
    metadata: { name: "a", namespace },
    spec,
});
const selector = { matchLabels: { app: "a" } };
const found = (of: Manifest, namespaces = new Map<string, Record<string, string>>()) =>
    podSelectors(of, namespaces);

describe("podSelectors", () => {
    it("finds them however deep they stand, and says where", () => {
        const deep = { rules: [{ peers: [{ podSelector: selector }] }] };

        assert.deepEqual(
            found(object("example.com/v1", "Deep", deep)).map(({ field, binding }) => [field, binding]),
            [["spec.rules.peers.podSelector", true]],
        );
    });

    it("takes a selector of an unknown kind for a guess", () => {
        assert.deepEqual(
            found(object("example.com/v1", "Scan", { selector })).map(({ binding }) => binding),
            [false],
        );
    });

    it("passes over what selects nothing, and what selects other things", () => {
        assert.deepEqual(found(object("networking.k8s.io/v1", "NetworkPolicy", { podSelector: {} })), []);
        assert.deepEqual(found(object("monitoring.coreos.com/v1", "ServiceMonitor", { selector })), []);
        assert.deepEqual(found(object("apps/v1", "Deployment", { selector, template: {} })), []);
        assert.deepEqual(
            found(object("example.com/v1", "Disk", { volumeClaimTemplates: [{ selector }] })),
            [],
        );
    });

    it("means pods of the object's namespace, of those it selects or lists, or of all", () => {
        const namespaces = new Map([["blue", { colour: "blue" }]]);
        const covered = (of: Manifest) =>
            ["prod", "blue", "other"].filter((name) => found(of, namespaces)[0]?.covers(name));
        const peer = (namespaceSelector: object) =>
            object("networking.k8s.io/v1", "NetworkPolicy", {
                ingress: [{ from: [{ namespaceSelector, podSelector: selector }] }],
            });

        assert.deepEqual(covered(object("policy/v1", "PodDisruptionBudget", { selector })), ["prod"]);
        assert.deepEqual(covered(peer({ matchLabels: { colour: "blue" } })), ["blue"]);
        assert.deepEqual(covered(peer({})), ["prod", "blue", "other"]);
        assert.deepEqual(
            covered(
                object("monitoring.coreos.com/v1", "PodMonitor", {
                    selector,
                    namespaceSelector: { matchNames: ["other"] },
                }),
            ),
            ["other"],
        );
        assert.deepEqual(
            covered(object("security.istio.io/v1", "AuthorizationPolicy", { selector }, "istio-system")),
            ["prod", "blue", "other"],
        );
        assert.deepEqual(
            covered(
                object("networking.istio.io/v1", "DestinationRule", {
                    host: "a.other",
                    subsets: [{ labels: { app: "a" } }],
                }),
            ),
            ["other"],
        );
        assert.deepEqual(
            covered(
                object("cilium.io/v2", "CiliumClusterwideNetworkPolicy", {
                    endpointSelector: {
                        matchLabels: { app: "a", "k8s:io.kubernetes.pod.namespace": "blue" },
                    },
                }),
            ),
            ["blue"],
        );
    });
});
