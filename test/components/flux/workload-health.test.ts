import assert from "node:assert/strict";

import { CANARY_HEALTH } from "../../../components/flux/kustomization";
import { workloadHealth } from "../../../components/flux/workload-health";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { markTemplate, templateMarkOf } from "../../../lifecycle/workloads/template-mark";

const object = (apiVersion: string, kind: string, name: string, spec: object = {}): Manifest => ({
    apiVersion,
    kind,
    metadata: { name, namespace: "prod" },
    spec,
});
const workload = (kind: string, name: string, ...images: readonly string[]): Manifest => {
    const [proxy, ...others] = images.map((image, index) => ({ name: `c${index}`, image }));
    return object("apps/v1", kind, name, {
        template: { spec: { initContainers: [proxy], containers: others } },
    });
};
const canary = (kind: string, name: string, spec: object = {}): Manifest =>
    object("flagger.app/v1beta1", "Canary", name, {
        targetRef: { apiVersion: "apps/v1", kind, name },
        ...spec,
    });

function checked(...objects: readonly Manifest[]): readonly string[] {
    return workloadHealth(objects).healthChecks.map(({ kind, name }) => `${kind}/${name}`);
}

function expressionOf(kind: string, ...objects: readonly Manifest[]): string | undefined {
    return workloadHealth(objects).healthCheckExprs.find((each) => each.kind === kind)?.current;
}

describe("workloadHealth", () => {
    it("asks about the primary in place of what a canary gates, and about everything else that has a state", () => {
        const found = checked(
            workload("Deployment", "gated", "proxy", "app"),
            canary("Deployment", "gated"),
            workload("Deployment", "plain", "proxy", "app"),
            object("v1", "PersistentVolumeClaim", "data"),
            object("example.com/v1", "Secret", "of-an-operator"),
            object("v1", "Service", "public", { type: "LoadBalancer" }),
        );

        assert.deepEqual(found.toSorted(), [
            "Canary/gated",
            "Deployment/gated-primary",
            "Deployment/plain",
            "PersistentVolumeClaim/data",
            "Secret/of-an-operator",
            "Service/public",
        ]);
    });

    it("asks nothing of what has no state: a request each, every five seconds", () => {
        const found = checked(
            object("v1", "ConfigMap", "a"),
            object("v1", "Secret", "a"),
            object("v1", "Service", "a"),
            object("networking.k8s.io/v1", "NetworkPolicy", "a"),
            object("security.istio.io/v1", "PeerAuthentication", "a"),
            object("flagger.app/v1beta1", "MetricTemplate", "a"),
        );

        assert.deepEqual(found, []);
    });

    it("holds the primary against the images in Git, init containers first", () => {
        const expression = expressionOf(
            "Deployment",
            workload("Deployment", "a", "proxy:1", "app:2"),
            canary("Deployment", "a"),
        );

        assert.match(expression ?? "", /\{'a-primary': \['proxy:1', 'app:2'\]\}\[metadata\.name\]/);
        assert.match(expression ?? "", /!\(metadata\.name in \['a-primary'\]\)/);
    });

    it("holds the primary against its mark, so that a change of no image is not Ready before it is promoted", () => {
        const marked = markTemplate(workload("Deployment", "a", "proxy:1", "app:2"));
        const expression = expressionOf("Deployment", marked, canary("Deployment", "a"));

        const wanted = `{'a-primary': ['${templateMarkOf(marked)}', 'proxy:1', 'app:2']}[metadata.name]`;
        assert.ok(expression?.includes(wanted), expression);
    });

    it("leaves kinds without a primary to Flux, and Canaries to their phase", () => {
        const objects = [
            workload("Deployment", "a", "proxy", "app"),
            workload("DaemonSet", "b", "proxy", "app"),
        ];
        assert.deepEqual(workloadHealth(objects).healthCheckExprs, [CANARY_HEALTH]);
        assert.ok(expressionOf("DaemonSet", ...objects, canary("DaemonSet", "b")));
        assert.equal(expressionOf("Deployment", ...objects, canary("DaemonSet", "b")), undefined);
    });

    it("expects nothing of a primary whose canary is suspended", () => {
        const objects = [
            workload("Deployment", "a", "proxy", "app"),
            canary("Deployment", "a", { suspend: true }),
        ];
        assert.deepEqual(checked(...objects), ["Deployment/a", "Canary/a"]);
    });

    it("stays below the size that an expression may have, however many workloads there are", () => {
        const objects = Array.from({ length: 3000 }, (_, index) => `workload-${index}`).flatMap((name) => [
            workload("Deployment", name, "docker.io/istio/proxyv2:1.31.1", `example.com/${name}:1`),
            canary("Deployment", name),
        ]);
        const expression = expressionOf("Deployment", ...objects) ?? "";

        assert.ok(expression.length < 100_000);
        assert.match(expression, /\['docker\.io\/istio\/proxyv2:1\.31\.1'\]\.all/);
    });
});
