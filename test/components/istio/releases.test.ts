import assert from "node:assert/strict";
import {
    controlPlaneNamespace,
    controlPlaneReleases,
    type PlannedRelease,
    type PlanReleasesArgs,
} from "../../../components/istio/releases";
import { controlPlaneArgs } from "../../../components/mesh/istio-args";
import type { JsonObject } from "../../../lifecycle/kit/json";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { type ExampleOverrides, exampleLock, exampleSettings } from "../../support/example-stack";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

interface HelmReleaseSpec {
    readonly releaseName: string;
    readonly storageNamespace?: string;
    readonly chart: { readonly spec: { readonly chart: string; readonly version: string } };
    readonly dependsOn?: readonly { readonly name: string }[];
    readonly driftDetection: { readonly ignore?: readonly object[] };
    readonly install: object;
    readonly upgrade: object;
    readonly values: object;
}

function plan(overrides: ExampleOverrides, controlPlane = "1.31.1", proxies = controlPlane) {
    return controlPlaneReleases(
        plannedOf(controlPlaneArgs(exampleSettings(overrides), exampleLock(controlPlane, proxies))),
    );
}

/** The releases' arguments, as the component makes them of its own. */
function plannedOf({
    version,
    baseValues,
    baseRelease,
    revisions,
    cni,
    hardened,
}: ReturnType<typeof controlPlaneArgs>): PlanReleasesArgs {
    const pins = (revisions ?? []).map((pin) => ({ ...pin, version: pin.version ?? version }));
    const [first, ...others] = pins;
    assert.ok(first);
    return {
        hardened,
        base: { version, values: baseValues, release: baseRelease },
        revisions: [first, ...others],
        cni: cni && { ...cni, version: cni.version ?? version },
    };
}

function specOf(release: PlannedRelease): HelmReleaseSpec {
    return asSent(release.object["spec"]) as HelmReleaseSpec;
}

describe("controlPlaneReleases of releases that were there", () => {
    const istio = {
        defaults: "chart",
        releases: {
            base: { name: "crds", values: {} },
            istiod: { default: { name: "istio", storage: "flux-system" } },
            cni: { values: {} },
        },
    } as const;

    it("keep their names, and get nothing of Windlass's own values", () => {
        const [base, istiod] = plan({ istio });
        assert.ok(base && istiod);
        assert.equal(specOf(base).releaseName, "crds");
        const { releaseName, storageNamespace, values } = specOf(istiod);
        assert.deepEqual([releaseName, storageNamespace], ["istio", "flux-system"]);
        assert.equal("pilot" in values, false);
    });

    it("live in a namespace that refuses no pod of others", () => {
        const { metadata } = controlPlaneNamespace({ cni: true, network: "eu", hardened: false });
        assert.deepEqual(metadata.labels, { "topology.istio.io/network": "eu" });
    });
});

function outline(releases: readonly PlannedRelease[]): string[] {
    return releases.map((release) => {
        const { releaseName, chart, dependsOn } = specOf(release);
        const after = dependsOn?.map(({ name }) => ` after ${name}`).join() ?? "";
        return `${release.suffix}: ${releaseName} = ${chart.spec.chart} ${chart.spec.version}${after}`;
    });
}

describe("controlPlaneReleases", () => {
    const cases: readonly {
        name: string;
        overrides: ExampleOverrides;
        proxies?: string;
        expected: readonly string[];
    }[] = [
        {
            name: "is base, then istiod",
            overrides: {},
            expected: ["base: istio-base = base 1.31.1", "istiod: istiod = istiod 1.31.1 after istio-base"],
        },
        {
            name: "upgrades the CNI after the control plane it must not be newer than",
            overrides: { istio: { cni: true } },
            expected: [
                "base: istio-base = base 1.31.1",
                "istiod: istiod = istiod 1.31.1 after istio-base",
                "cni: istio-cni = cni 1.31.1 after istiod",
            ],
        },
        {
            name: "runs two revisions while the proxies are behind",
            overrides: { istio: { strategy: "revisions", cni: true } },
            proxies: "1.30.3",
            expected: [
                "base: istio-base = base 1.31.1",
                "istiod-1-30-3: istiod-1-30-3 = istiod 1.30.3 after istio-base",
                "istiod-1-31-1: istiod-1-31-1 = istiod 1.31.1 after istiod-1-30-3",
                "cni: istio-cni = cni 1.30.3 after istiod-1-31-1",
            ],
        },
    ];
    for (const { name, overrides, proxies, expected } of cases) {
        it(name, () => {
            assert.deepEqual(outline(plan(overrides, "1.31.1", proxies)), expected);
        });
    }

    it("retries what fails and rolls nothing back", () => {
        const strategy = { name: "RetryOnFailure", retryInterval: "1m" };
        for (const release of plan({ istio: { cni: true } })) {
            const { install, upgrade } = specOf(release);
            assert.deepEqual({ install, upgrade }, { install: { strategy }, upgrade: { strategy } });
        }
    });

    it("takes for no drift what istiod writes into webhooks and an autoscaler into Deployments", () => {
        const validating = {
            target: { kind: "ValidatingWebhookConfiguration" },
            paths: ["/webhooks/0/failurePolicy", "/webhooks/0/clientConfig/caBundle"],
        };
        const mutating = {
            target: { kind: "MutatingWebhookConfiguration" },
            paths: [
                "/webhooks/0/clientConfig/caBundle",
                "/webhooks/1/clientConfig/caBundle",
                "/webhooks/2/clientConfig/caBundle",
                "/webhooks/3/clientConfig/caBundle",
                "/webhooks/4/clientConfig/caBundle",
            ],
        };
        const replicas = { target: { kind: "Deployment" }, paths: ["/spec/replicas"] };
        assert.deepEqual(
            plan({ istio: { cni: true } }).map((release) => asSent(specOf(release).driftDetection)),
            [
                { mode: "enabled", ignore: [validating] },
                { mode: "enabled", ignore: [validating, mutating, replicas] },
                { mode: "enabled" },
            ],
        );
    });

    it("takes another number of istiods for drift where the values say one, and switch the autoscaler off", () => {
        const ignoredWith = (values: JsonObject): string => {
            const istiod = plan({ istio: { values } })[1];
            return JSON.stringify(istiod && specOf(istiod).driftDetection.ignore);
        };

        assert.doesNotMatch(ignoredWith({ pilot: { autoscaleEnabled: false, replicaCount: 3 } }), /replicas/);
        // Another autoscaler may be at work.
        assert.match(ignoredWith({ pilot: { autoscaleEnabled: false } }), /replicas/);
        assert.match(ignoredWith({ pilot: { replicaCount: 3 } }), /replicas/);
    });

    it("hands the charts their values", () => {
        const overrides = { istio: { cni: true } };
        const { base, revisions, cni } = plannedOf(
            controlPlaneArgs(exampleSettings(overrides), exampleLock()),
        );
        assert.deepEqual(
            plan(overrides).map((release) => specOf(release).values),
            [base.values, revisions[0].values, cni?.values],
        );
    });

    it("is valid by Flux's own schema", () => {
        for (const { object } of plan({ istio: { strategy: "revisions", cni: true } }, "1.31.1", "1.30.3")) {
            assert.deepEqual(validateObject(object as Manifest), []);
        }
    });
});

describe("controlPlaneNamespace", () => {
    const cases = [
        [{ cni: false }, { "pod-security.kubernetes.io/enforce": "restricted" }],
        [{ cni: true }, { "pod-security.kubernetes.io/enforce": "privileged" }],
        [
            { cni: false, network: "vpc-1" },
            { "pod-security.kubernetes.io/enforce": "restricted", "topology.istio.io/network": "vpc-1" },
        ],
    ] as const;
    for (const [args, labels] of cases) {
        it(`has the labels ${JSON.stringify(labels)}`, () => {
            assert.deepEqual(controlPlaneNamespace(args).metadata, { name: "istio-system", labels });
        });
    }
});
