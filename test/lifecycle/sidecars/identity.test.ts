import assert from "node:assert/strict";

import { isInjected, takeNameFromPod, workloadNameLabel } from "../../../lifecycle/sidecars/identity";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import type { PodTemplate } from "../../../lifecycle/workloads/pod-template";
import { podTemplateOf } from "../../../lifecycle/workloads/pod-template";
import { recordedOutput, recordedWorkload } from "../../support/recordings";

interface Variable {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
}

/** What a proxy reports as its workload: the variable's value, `fieldRef` and `$(…)` resolved as the kubelet does. */
function reported(
    template: PodTemplate,
    labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
    const containers = template.spec?.["containers"] as {
        readonly name: string;
        readonly env?: Variable[];
    }[];
    const resolved: Record<string, string> = {};
    for (const { name, value, valueFrom } of containers.find((container) => container.name === "istio-proxy")
        ?.env ?? []) {
        const label = /^metadata\.labels\['(.*)'\]$/.exec(valueFrom?.fieldRef?.fieldPath ?? "")?.[1];
        const text = label === undefined ? (value ?? "") : (labels[label] ?? "");
        // Only what stands before is known.
        resolved[name] = text.replace(/\$\((\w+)\)/g, (whole, other: string) => resolved[other] ?? whole);
    }
    return { name: resolved["ISTIO_META_WORKLOAD_NAME"] ?? "", owner: resolved["ISTIO_META_OWNER"] ?? "" };
}

describe("takeNameFromPod", () => {
    const plain = podTemplateOf(recordedOutput("1.31.1", "backend")) ?? {};

    it("mends what plain injected output gets wrong: a canary and its primary report as one workload", () => {
        const canary = {
            name: "backend",
            owner: "kubernetes://apis/apps/v1/namespaces/prod/deployments/backend",
        };
        assert.deepEqual(reported(plain, { app: "backend" }), canary);
        assert.deepEqual(
            reported(plain, { app: "backend-primary" }),
            canary,
            "the defect of the plain output",
        );
        const ours = takeNameFromPod(plain, "app");
        assert.deepEqual(reported(ours, { app: "backend" }), canary);
        assert.deepEqual(reported(ours, { app: "backend-primary" }), {
            name: "backend-primary",
            owner: "kubernetes://apis/apps/v1/namespaces/prod/deployments/backend-primary",
        });
    });

    it("puts the owner behind the name, as Kubernetes expands only what comes before", () => {
        const template = {
            spec: {
                initContainers: [
                    {
                        name: "istio-proxy",
                        env: [
                            {
                                name: "ISTIO_META_OWNER",
                                value: "kubernetes://apis/apps/v1/namespaces/prod/deployments/x",
                            },
                            { name: "A", value: "1" },
                            { name: "ISTIO_META_WORKLOAD_NAME", value: "x" },
                            { name: "B", value: "2" },
                        ],
                    },
                ],
            },
        };
        const spec = takeNameFromPod(template, "app.kubernetes.io/name").spec as typeof template.spec;
        assert.deepEqual(spec.initContainers[0]?.env, [
            { name: "A", value: "1" },
            {
                name: "ISTIO_META_WORKLOAD_NAME",
                valueFrom: { fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/name']" } },
            },
            {
                name: "ISTIO_META_OWNER",
                value: "kubernetes://apis/apps/v1/namespaces/prod/deployments/$(ISTIO_META_WORKLOAD_NAME)",
            },
            { name: "B", value: "2" },
        ]);
    });

    it("touches nothing but the proxy's two variables", () => {
        const ours = JSON.parse(
            JSON.stringify(takeNameFromPod(plain, "app")),
            (_key, value: unknown) => value,
        ) as PodTemplate;
        assert.deepEqual({ ...ours, spec: undefined }, { ...plain, spec: undefined });
        assert.deepEqual(
            (ours.spec?.["containers"] as unknown[])[0],
            (plain.spec?.["containers"] as unknown[])[0],
        );
    });
});

describe("workloadNameLabel", () => {
    function backend(
        matchLabels: object,
        labels: object = matchLabels,
    ): { app: string; file: string; line: number; manifest: Manifest } {
        const manifest = {
            ...recordedWorkload("backend"),
            spec: { selector: { matchLabels }, template: { metadata: { labels } } },
        } as unknown as Manifest;
        return { app: "backend", file: "apps/backend/deployment.yaml", line: 3, manifest };
    }

    const found: [object, string][] = [
        [{ app: "backend" }, "app"],
        [{ name: "backend" }, "name"],
        [{ "app.kubernetes.io/name": "backend" }, "app.kubernetes.io/name"],
        [{ "app.kubernetes.io/name": "other", app: "backend" }, "app"],
    ];
    for (const [labels, label] of found) {
        it(`is ${label} for a selector of ${Object.keys(labels).join(" and ")}`, () =>
            assert.equal(workloadNameLabel(backend(labels)), label));
    }

    it("refuses a selector without a label Flagger rewrites", () => {
        assert.throws(() => workloadNameLabel(backend({ tier: "web" })), {
            message:
                'apps/backend/deployment.yaml:3: spec.selector.matchLabels: ["tier"]: prod/Deployment/backend has a canary, so its selector must have one of the labels Flagger rewrites: app, name, app.kubernetes.io/name. Add app: backend to the selector and to the pods\' labels.',
        });
    });

    it("refuses a label that is not the workload's name, which the analysis asks for", () => {
        assert.throws(() => workloadNameLabel(backend({ app: "shop" })), {
            message:
                "apps/backend/deployment.yaml:3: spec.selector.matchLabels.app: \"shop\": prod/Deployment/backend has a canary, so its pods are told apart by the label app, which must be the workload's name. Set it to backend in the selector and in the pods' labels.",
        });
    });
});

describe("isInjected", () => {
    it("knows the output of istioctl from its input", () => {
        assert.equal(isInjected(recordedWorkload("backend")), false);
        assert.equal(isInjected(recordedOutput("1.31.1", "backend")), true);
        assert.equal(isInjected(recordedOutput("1.31.1", "native")), true);
    });

    it("knows a proxy container without the injector's annotation", () => {
        const manifest = {
            ...recordedWorkload("backend"),
            spec: { template: { spec: { containers: [{ name: "istio-proxy" }] } } },
        };
        assert.equal(isInjected(manifest), true);
    });
});
