import assert from "node:assert/strict";
import { gatewayNamespace } from "../../../components/istio/gateway-objects";
import { Gateway } from "../../../components/istio/gateway";
import { gatewayArgs } from "../../../components/mesh/istio-args";
import { kubeResource } from "../../../components/kube/kube-resource";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { validateObject } from "../../support/crd-schema";
import { record } from "../../support/record";

const SETTINGS = exampleSettings();
const [INGRESS_SETTINGS] = SETTINGS.gateways;
assert.ok(INGRESS_SETTINGS);
const ARGS = gatewayArgs(SETTINGS, exampleLock("1.31.1", "1.30.3"), INGRESS_SETTINGS);

interface ReleaseInputs {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations: object };
    readonly spec: {
        readonly chart: object;
        readonly driftDetection: object;
        readonly values: { readonly labels: { readonly istio: string } };
    };
}

describe("Gateway", () => {
    it("registers its release after all it needs, and its Gateway object last", async () => {
        let ready = "";
        const recording = await record(() => {
            new Gateway("ingress", ARGS).ready.urn.apply((urn) => (ready = urn));
        });

        // Siblings register in no fixed order.
        const registered = recording
            .list()
            .map((line) => [line, ...recording.dependenciesOf(line.split(" ")[1] ?? "")].join(" < "));
        assert.deepEqual(registered.sort(), [
            "kubernetes:core/v1:Namespace ingress-namespace",
            "kubernetes:core/v1:ServiceAccount ingress-account < ingress-namespace",
            "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease ingress-release < " +
                "ingress-account < ingress-charts < ingress-network-policy < ingress-rights",
            "kubernetes:networking.istio.io/v1:Gateway ingress-gateway < ingress-release",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy ingress-network-policy < ingress-namespace",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding ingress-rights < ingress-namespace",
            "kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository ingress-charts < ingress-namespace",
            "windlass:istio:Gateway ingress",
        ]);
        for (const { name } of recording.registrations.slice(1))
            assert.equal(recording.parentOf(name), "ingress");
        assert.equal(ready, recording.get("ingress-gateway").urn);
    });

    it("is taken down before what it depends on", async () => {
        const recording = await record(() => {
            const gate = kubeResource("gate", gatewayNamespace({ namespace: "gate" }), {});
            new Gateway("ingress", ARGS, { dependsOn: gate });
        });
        assert.deepEqual(recording.dependenciesOf("ingress-namespace"), ["gate"]);
    });

    it("pins the release, ignores the autoscaler's replicas and shares one label with the Gateway object", async () => {
        const recording = await record(() => void new Gateway("ingress", ARGS));
        const release = recording.get("ingress-release").inputs as unknown as ReleaseInputs;
        const gateway = recording.get("ingress-gateway").inputs as { spec: { selector: object } };

        assert.deepEqual(release.metadata, {
            name: "istio-ingress",
            namespace: "istio-ingress",
            annotations: {
                "pulumi.com/waitFor": JSON.stringify([
                    "condition=Ready",
                    "jsonpath={.status.history[0].chartVersion}=1.30.3",
                ]),
            },
        });
        assert.deepEqual(release.spec.chart, {
            spec: {
                chart: "gateway",
                version: "1.30.3",
                sourceRef: { kind: "HelmRepository", name: "istio" },
                interval: "10m",
            },
        });
        assert.deepEqual(release.spec.driftDetection, {
            mode: "enabled",
            ignore: [{ target: { kind: "Deployment" }, paths: ["/spec/replicas"] }],
        });
        assert.deepEqual(gateway.spec.selector, { istio: release.spec.values.labels.istio });
        assert.deepEqual(validateObject(release), []);
    });

    it("has a certificate for each issuer, and no Gateway object where it answers for no host", async () => {
        const args = { version: "1.31.1", namespace: "edge" };
        const bare = await record(() => void new Gateway("edge", args));
        assert.equal(
            bare.list().some((line) => line.includes("networking.istio.io")),
            false,
        );
        const issuer = { name: "corp" };
        const servers = [{ hosts: ["b.example"], tlsSecret: "b", issuer }];
        const recording = await record(
            () =>
                void new Gateway("edge", { ...args, hosts: ["a.example"], tlsSecret: "a", issuer, servers }),
        );
        const certificates = ["edge-certificate", "edge-certificate-2"].map(
            (name) => recording.get(name).inputs,
        );
        assert.deepEqual(
            certificates.map(({ metadata }) => metadata),
            [
                { name: "a", namespace: "edge" },
                { name: "b", namespace: "edge" },
            ],
        );
    });

    it("names its Gateway object by what it is for", async () => {
        const args = { version: "1.31.1", namespace: "joint", kind: "east-west", network: "east" } as const;
        const recording = await record(() => void new Gateway("joint", args));
        const names = ["joint-gateway", "joint-release"].map(
            (name) => recording.get(name).inputs["metadata"],
        );
        assert.deepEqual(
            names.map((metadata) => (metadata as { name: string }).name),
            ["cross-network", "istio-east-west"],
        );
    });

    it("changes nothing of the gateway for its canary, whose Deployment tells its pods from the gateway's", async () => {
        const canary = { version: "1.31.1", replicas: 2 };
        const without = await record(() => void new Gateway("ingress", ARGS));
        const recording = await record(() => void new Gateway("ingress", { ...ARGS, canary }));
        for (const { name } of without.registrations)
            assert.deepEqual(recording.get(name).inputs, without.get(name).inputs, name);
        const release = recording.get("ingress-canary").inputs as unknown as ReleaseInputs & {
            spec: { dependsOn: object; postRenderers: object };
        };
        const { metadata, spec } = release;
        assert.deepEqual([metadata.name, metadata.namespace], ["istio-ingress-canary", "istio-ingress"]);
        assert.deepEqual(spec.dependsOn, [{ name: "istio-ingress" }]);
        const patch = JSON.stringify([
            { op: "add", path: "/spec/selector/matchLabels/windlass.dev~1track", value: "canary" },
        ]);
        const target = { kind: "Deployment", name: "istio-ingress-canary" };
        assert.deepEqual(spec.postRenderers, [{ kustomize: { patches: [{ target, patch }] } }]);
        assert.deepEqual(validateObject(release), []);
    });
});
