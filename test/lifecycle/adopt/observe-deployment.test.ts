import assert from "node:assert/strict";

import {
    jsonObject,
    observeFlagger,
    observeGateway,
    observeIstiod,
} from "../../../lifecycle/adopt/observe-deployment";
import { deployment } from "../observed/objects";

const discovery = { discovery: "mirror.test/istio/pilot:1.31.1-distroless" };

describe("observeIstiod", () => {
    const istiod = (metadata: object) => observeIstiod(deployment("istiod", discovery, { metadata }));

    it("reads version, registry and revision", () => {
        const found = istiod({
            namespace: "istio-system",
            labels: { "istio.io/rev": "1-31-1", release: "istiod" },
        });
        assert.deepEqual(found, {
            name: "istiod",
            namespace: "istio-system",
            revision: "1-31-1",
            version: "1.31.1",
            hub: "mirror.test/istio",
            installer: "unknown",
            release: "istiod",
        });
    });

    const installers: readonly (readonly [string, object])[] = [
        ["sail-operator", { ownerReferences: [{ kind: "IstioRevision", name: "default" }] }],
        ["flux", { labels: { "helm.toolkit.fluxcd.io/name": "istiod" } }],
        ["helm", { annotations: { "meta.helm.sh/release-name": "istiod" } }],
        ["istioctl", { labels: { "install.operator.istio.io/owning-resource": "unknown" } }],
        ["unknown", {}],
    ];
    for (const [installer, metadata] of installers) {
        it(`tells an installation by ${installer}`, () => {
            assert.equal(istiod(metadata).installer, installer);
        });
    }

    it("takes the release from the pods, whose labels must stay", () => {
        const labels = { "app.kubernetes.io/instance": "istio" };
        const spec = { template: { metadata: { labels }, spec: { containers: [] } } };
        const object = deployment("istiod", {}, { metadata: { labels: { release: "x" } }, spec });
        assert.equal(observeIstiod(object).release, "istio");
    });
});

describe("observeGateway", () => {
    it("is a Deployment whose pods route, or ask for the gateway's template", () => {
        const template = (more: object) =>
            deployment("gw", {}, { spec: { template: { metadata: {}, spec: { containers: [] }, ...more } } });
        const asked = { metadata: { annotations: { "inject.istio.io/templates": "gateway" } } };
        const routes = { spec: { containers: [{ name: "istio-proxy", args: ["proxy", "router"] }] } };
        const sidecar = { spec: { containers: [{ name: "istio-proxy", args: ["proxy", "sidecar"] }] } };
        assert.deepEqual(observeGateway(template(asked)), {
            name: "gw",
            namespace: "shop",
            release: undefined,
        });
        assert.equal(observeGateway(template(routes))?.name, "gw");
        assert.equal(observeGateway(template(sidecar)), undefined);
    });
});

describe("observeFlagger", () => {
    it("is told by its image, and says what it asks", () => {
        const containers = [
            {
                name: "flagger",
                image: "ghcr.io/fluxcd/flagger:1.43.0",
                command: ["./flagger", "-mesh-provider=istio", "-metrics-server=http://prometheus:9090"],
            },
        ];
        const object = deployment("flagger", {}, { spec: { template: { spec: { containers } } } });
        assert.deepEqual(observeFlagger(object), {
            name: "flagger",
            namespace: "shop",
            version: "1.43.0",
            prometheus: "http://prometheus:9090",
        });
    });

    it("is not its load tester", () => {
        assert.equal(
            observeFlagger(deployment("x", { x: "ghcr.io/fluxcd/flagger-loadtester:0.36.0" })),
            undefined,
        );
    });
});

describe("jsonObject", () => {
    it("is an object of a JSON text, and nothing else", () => {
        assert.deepEqual(jsonObject('{"a":1}'), { a: 1 });
        for (const text of [undefined, "", "[1]", "{"]) assert.equal(jsonObject(text), undefined);
    });
});
