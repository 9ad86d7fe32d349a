import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseAllDocuments } from "yaml";
import { checkCanary } from "../../lifecycle/canaries/check-canary";
import { METRIC_TEMPLATES } from "../../components/flagger/metric-queries";
import { FLAGGER_NAMESPACE } from "../../components/flagger/names";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { INGRESS } from "../../lifecycle/mesh/gateway-identity";
import { validateObject } from "../support/crd-schema";
import { MESH } from "../support/mesh";

const APPS = path.join(MESH, "apps");

/** Default of `gateway.namespace`; manifests cannot follow a stack that sets another. */
const GATEWAY_NAMESPACE = "istio-ingress";

/** A manifest and where it stands below `apps/`. */
interface Sourced {
    readonly file: string;
    readonly object: Manifest;
}

const files = fs
    .readdirSync(APPS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"));
const manifests: readonly Sourced[] = files.sort().map((file) => {
    const documents = parseAllDocuments(fs.readFileSync(path.join(APPS, file), "utf8"), { strict: true });
    assert.equal(documents.length, 1, `${file}: one object a file`);
    assert.deepEqual(documents[0]?.errors, [], file);
    return { file, object: documents[0]?.toJS() as Manifest };
});

function ofKind(kind: string): readonly Sourced[] {
    return manifests.filter(({ object }) => object.kind === kind);
}

function labelled(app: string): Sourced[] {
    return ofKind("Deployment").filter(
        ({ object }) => getIn(object, ["spec", "template", "metadata", "labels", "app"]) === app,
    );
}

describe("apps/", () => {
    it("holds these manifests", () => {
        assert.deepEqual(files, [
            "backend/canary.yaml",
            "backend/deployment.yaml",
            "backend/hpa.yaml",
            "backend/pdb.yaml",
            "backend/service-account.yaml",
            "frontend/canary.yaml",
            "frontend/deployment.yaml",
            "frontend/hpa.yaml",
            "frontend/pdb.yaml",
            "frontend/service-account.yaml",
            "loadtester/deployment.yaml",
            "loadtester/network-policy.yaml",
            "loadtester/peer-authentication.yaml",
            "loadtester/service-account.yaml",
            "loadtester/service.yaml",
        ]);
    });

    for (const { file, object } of manifests) {
        it(`${file} is an object of the namespace prod, valid against its CRD`, () => {
            assert.equal(object.metadata.namespace, "prod");
            assert.deepEqual(validateObject(object), []);
        });
    }

    for (const { file, object } of ofKind("Deployment")) {
        describe(file, () => {
            const pod = getIn(object, ["spec", "template", "spec"]) as {
                readonly serviceAccountName: string;
                readonly automountServiceAccountToken: boolean;
                readonly containers: readonly Record<string, unknown>[];
            };

            it("runs restricted, under its own account, without its token", () => {
                assert.equal(pod.serviceAccountName, object.metadata.name);
                assert.equal(
                    ofKind("ServiceAccount").filter(
                        (account) => account.object.metadata.name === pod.serviceAccountName,
                    ).length,
                    1,
                );
                assert.equal(pod.automountServiceAccountToken, false);
                for (const container of pod.containers) {
                    assert.deepEqual(container["securityContext"], {
                        allowPrivilegeEscalation: false,
                        capabilities: { drop: ["ALL"] },
                        readOnlyRootFilesystem: true,
                        runAsNonRoot: true,
                        runAsUser: 10001,
                        seccompProfile: { type: "RuntimeDefault" },
                    });
                }
            });

            it("pins its image and says how it is probed and what it needs", () => {
                for (const container of pod.containers) {
                    assert.match(String(container["image"]), /:\d+\.\d+\.\d+$/);
                    for (const field of ["livenessProbe", "readinessProbe"])
                        assert.ok(container[field], field);
                    assert.ok(getIn(container, ["resources", "requests", "cpu"]));
                }
            });

            it("selects its own pods by the label Flagger renames", () => {
                const { name } = object.metadata;
                assert.deepEqual(getIn(object, ["spec", "selector", "matchLabels"]), { app: name });
                assert.equal(getIn(object, ["spec", "template", "metadata", "labels", "app"]), name);
            });

            it("is pristine: no sidecar, and nothing that would keep it out", () => {
                assert.equal(pod.containers.length, 1);
                const annotations = getIn(object, ["spec", "template", "metadata", "annotations"]);
                assert.deepEqual(annotations, { "prometheus.io/scrape": "true" });
            });
        });
    }

    for (const { file, object } of ofKind("HorizontalPodAutoscaler")) {
        it(`${file} scales the Deployment beside it, which leaves replicas to it`, () => {
            assert.equal(object.apiVersion, "autoscaling/v2");
            const { name } = object.metadata;
            assert.deepEqual(getIn(object, ["spec", "scaleTargetRef"]), {
                apiVersion: "apps/v1",
                kind: "Deployment",
                name,
            });
            const target = manifests.find(
                (manifest) => manifest.file === `${path.dirname(file)}/deployment.yaml`,
            )?.object;
            assert.equal(target?.metadata.name, name);
            assert.equal(getIn(target, ["spec", "replicas"]), undefined);
            const containers = getIn(target, ["spec", "template", "spec", "containers"]) as {
                name: string;
            }[];
            const measured = getIn(object, ["spec", "metrics"]) as {
                containerResource: { container: string };
            }[];
            assert.deepEqual(
                measured.map(({ containerResource }) => containerResource.container),
                containers.map((container) => container.name),
            );
        });
    }

    for (const { file, object } of ofKind("Canary")) {
        describe(file, () => {
            const { name } = object.metadata;
            const metrics = getIn(object, ["spec", "analysis", "metrics"]) as {
                name: string;
                templateRef: object;
            }[];

            it("passes every check of a Canary", () => {
                assert.deepEqual(
                    checkCanary(object, { file }).map(({ message }) => message),
                    [],
                );
            });

            it("rolls out the Deployment of its name, which leaves replicas to Flagger", () => {
                assert.deepEqual(getIn(object, ["spec", "targetRef"]), {
                    apiVersion: "apps/v1",
                    kind: "Deployment",
                    name,
                });
                assert.deepEqual(getIn(object, ["spec", "autoscalerRef"]), {
                    apiVersion: "autoscaling/v2",
                    kind: "HorizontalPodAutoscaler",
                    name,
                });
                assert.equal(labelled(name).length, 1);
                assert.equal(getIn(labelled(name)[0]?.object, ["spec", "replicas"]), undefined);
            });

            it("measures every MetricTemplate, the proxies' included", () => {
                assert.deepEqual(
                    metrics.map(({ templateRef }) => templateRef),
                    METRIC_TEMPLATES.map((template) => ({ name: template, namespace: FLAGGER_NAMESPACE })),
                );
            });

            it("calls the load tester, which sends load to the canary itself", () => {
                const webhooks = getIn(object, ["spec", "analysis", "webhooks"]) as {
                    type: string;
                    url: string;
                    metadata: { cmd: string };
                }[];
                const [service] = ofKind("Service");
                const address = `http://${service?.object.metadata.name}.${service?.object.metadata.namespace}/`;
                assert.deepEqual(new Set(webhooks.map(({ url }) => url)), new Set([address]));
                assert.ok(
                    webhooks.some(
                        ({ type, metadata }) =>
                            type === "rollout" && metadata.cmd.includes(`http://${name}-canary.prod:9898/`),
                    ),
                );
            });
        });
    }

    it("tests the frontend on insiders and moves the backend by weight", () => {
        const analysis = (name: string) =>
            getIn(ofKind("Canary").find(({ object }) => object.metadata.name === name)?.object, [
                "spec",
                "analysis",
            ]);
        const fields = (name: string) =>
            Object.keys(analysis(name) as object).filter((key) => /iterations|match|[wW]eight/.test(key));

        assert.deepEqual(fields("frontend"), ["iterations", "match"]);
        assert.deepEqual(fields("backend"), ["stepWeight", "maxWeight"]);
    });

    it("names the ingress gateway as the stacks call it", () => {
        const frontend = ofKind("Canary").find(({ object }) => object.metadata.name === "frontend")?.object;

        assert.deepEqual(getIn(frontend, ["spec", "service"]), {
            port: 9898,
            gateways: [`${GATEWAY_NAMESPACE}/${INGRESS.gateway}`],
            hosts: ["*"],
        });
        const webhooks = getIn(frontend, ["spec", "analysis", "webhooks"]) as { metadata: { cmd: string } }[];
        assert.equal(
            webhooks.at(-1)?.metadata.cmd,
            `hey -z 15s -q 10 -c 2 -H 'Cookie: type=insider' http://${INGRESS.release}.${GATEWAY_NAMESPACE}/`,
        );
    });

    for (const { file, object } of ofKind("PodDisruptionBudget")) {
        it(`${file} spares the pods that carry the traffic`, () => {
            const app = `${path.dirname(file)}-primary`;
            assert.deepEqual(object.spec, { maxUnavailable: 1, selector: { matchLabels: { app } } });
        });
    }

    it("lets Flagger, and nobody else, reach the load tester in plain text", () => {
        const [authentication] = ofKind("PeerAuthentication");
        assert.deepEqual(authentication?.object.spec, {
            selector: { matchLabels: { app: "loadtester" } },
            mtls: { mode: "STRICT" },
            portLevelMtls: { "8080": { mode: "PERMISSIVE" } },
        });
        const [policy] = ofKind("NetworkPolicy");
        assert.deepEqual(getIn(policy?.object, ["spec", "ingress"]), [
            {
                from: [
                    {
                        namespaceSelector: {
                            matchLabels: { "kubernetes.io/metadata.name": FLAGGER_NAMESPACE },
                        },
                    },
                ],
                ports: [{ port: 8080, protocol: "TCP" }],
            },
            { ports: [{ port: 15020, protocol: "TCP" }] },
        ]);
    });
});
