import assert from "node:assert/strict";
import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import { namespaceManifests } from "../../../lifecycle/workloads/namespaces";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";

function namespaces(text: string, mode: DataPlaneMode, revision = "default") {
    const settings = {
        workloads: {
            apps: ["a"],
            removalLimit: 25,
            clusterScoped: [],
            mode,
            namespaces: { legacy: { mode: "webhook" as const } },
        },
    };
    return namespaceManifests({ settings, manifests: parseManifests("a", "apps/a/a.yaml", text), revision });
}

const SERVICE = "apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: prod }\n";
const DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, namespace: prod }\n";
/** What a namespace of somebody else's carries: never pruned, and only the given fields set. */
const SHARED = {
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
    "kustomize.toolkit.fluxcd.io/ssa": "Merge",
};

/** `[mode, revision, labels]` — istio.io, "Controlling the injection policy" */
const cases: readonly (readonly [DataPlaneMode, string, Record<string, string>])[] = [
    ["git", "default", { "istio-injection": "disabled" }],
    ["git", "1-31-1", { "istio-injection": "disabled" }],
    ["none", "default", { "istio-injection": "disabled" }],
    ["pin", "1-31-1", {}],
    ["webhook", "default", { "istio-injection": "enabled" }],
    ["webhook", "1-31-1", { "istio.io/rev": "1-31-1" }],
];

describe("namespaceManifests", () => {
    for (const [mode, revision, labels] of cases) {
        it(`labels a namespace in mode ${mode} of revision ${revision}`, () => {
            assert.deepEqual(namespaces(DEPLOYMENT, mode, revision), [
                {
                    apiVersion: "v1",
                    kind: "Namespace",
                    metadata: {
                        name: "prod",
                        ...(Object.keys(labels).length > 0 ? { labels } : {}),
                        annotations: SHARED,
                    },
                },
            ]);
        });
    }

    it("labels a namespace of other repositories without a manifest here, with its tag where it has one, and never owns it", () => {
        const at = (namespace: object, revision = "1-31-1") => {
            const settings = {
                workloads: {
                    apps: [],
                    removalLimit: 25,
                    clusterScoped: [],
                    mode: "git" as const,
                    namespaces: { team: { mode: "webhook" as const, elsewhere: true, ...namespace } },
                },
            };
            return namespaceManifests({ settings, manifests: [], revision }).map(({ metadata }) => metadata);
        };
        const labelled = (labels: object) => [{ name: "team", labels, annotations: SHARED }];

        assert.deepEqual(at({}), labelled({ "istio.io/rev": "1-31-1" }));
        assert.deepEqual(at({}, "default"), labelled({ "istio-injection": "enabled" }));
        assert.deepEqual(at({ tag: "stable" }), labelled({ "istio.io/rev": "stable" }));
        assert.deepEqual(at({ tag: "default" }), labelled({ "istio-injection": "enabled" }));
        assert.deepEqual(at({ mode: "pin", tag: "stable" }), [{ name: "team", annotations: SHARED }]);
        assert.deepEqual(at({ elsewhere: false }), []);
    });

    it("makes a tenant's namespace with or without a manifest, and lets no deliverer delete it", () => {
        const given = "apiVersion: v1\nkind: Namespace\nmetadata: { name: pay }\n";
        const settings = {
            workloads: {
                apps: [],
                removalLimit: 25,
                clusterScoped: [],
                mode: "git" as const,
                namespaces: {},
                tenants: { payments: { apps: [], namespaces: ["pay", "pay-jobs"] } },
            },
        };
        const manifests = parseManifests("a", "apps/a/a.yaml", given);
        const found = namespaceManifests({ settings, manifests, revision: "default" });

        assert.deepEqual(
            found.map(({ metadata: { name, annotations } }) => [name, annotations]),
            [
                ["pay", { "kustomize.toolkit.fluxcd.io/prune": "disabled" }],
                ["pay-jobs", SHARED],
            ],
        );
    });

    for (const name of ["monitoring", "default", "kube-system"]) {
        it(`does not claim ${name} for a ConfigMap in it, nor label it, and keeps it from being pruned`, () => {
            const configMap = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: ${name} }\n`;

            for (const mode of ["git", "pin", "webhook", "none"] as const) {
                assert.deepEqual(namespaces(configMap, mode), [
                    { apiVersion: "v1", kind: "Namespace", metadata: { name, annotations: SHARED } },
                ]);
            }
        });
    }

    it("owns the namespace of a manifest, but not one that every cluster has", () => {
        const given = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;

        const found = namespaces(`${given("shop")}---\n${given("default")}`, "git");

        assert.deepEqual(
            found.map(({ metadata }) => [metadata.name, metadata.annotations]),
            [
                ["default", SHARED],
                ["shop", undefined],
            ],
        );
    });

    it("labels a namespace for pods of kinds that only the webhook injects", () => {
        const rollout =
            "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: a, namespace: prod }\n" +
            "spec: { template: { spec: { containers: [] } } }\n";

        assert.deepEqual(namespaces(rollout, "webhook")[0]?.metadata.labels, {
            "istio-injection": "enabled",
        });
    });

    it("labels a namespace that the settings name, whatever lives in it", () => {
        assert.deepEqual(namespaces(SERVICE.replace("prod", "legacy"), "git")[0]?.metadata.labels, {
            "istio-injection": "enabled",
        });
    });

    it("keeps what a given Namespace says and sorts by name", () => {
        const given = "apiVersion: v1\nkind: Namespace\nmetadata: { name: alpha, labels: { team: a } }\n";

        const found = namespaces(`${DEPLOYMENT}---\n${given}`, "git");

        assert.deepEqual(
            found.map(({ metadata }) => [metadata.name, metadata.labels]),
            [
                ["alpha", { team: "a", "istio-injection": "disabled" }],
                ["prod", { "istio-injection": "disabled" }],
            ],
        );
    });

    it("follows the mode of the namespace before that of the stack", () => {
        const [legacy] = namespaces(SERVICE.replace("prod", "legacy"), "git");

        assert.deepEqual(legacy?.metadata.labels, { "istio-injection": "enabled" });
    });

    it("refuses an injection label that would let the webhook replace the sidecar of Git", () => {
        const given =
            "apiVersion: v1\nkind: Namespace\nmetadata: { name: prod, labels: { istio.io/rev: stable } }\n";

        assert.throws(() => namespaces(given, "git"), {
            message:
                'apps/a/a.yaml:1: metadata.labels.istio.io/rev: "stable": The injection labels of a namespace follow from its mode. Remove the label, and set windlass:workloads.namespaces.prod.mode instead.',
        });
    });

    describe("of a namespace somebody else declares", () => {
        const settings = {
            workloads: {
                apps: ["a"],
                removalLimit: 25,
                clusterScoped: [],
                mode: "git" as const,
                namespaces: {},
            },
        };
        const taken = new Set(["prod"]);
        const manifestsOf = (text: string) => parseManifests("a", "apps/a/a.yaml", text);

        it("declares none for the objects in it", () => {
            const args = { settings, manifests: manifestsOf(SERVICE), revision: "default", taken };
            assert.deepEqual(namespaceManifests(args), []);
        });

        it("refuses a manifest of it", () => {
            const manifests = manifestsOf("apiVersion: v1\nkind: Namespace\nmetadata: { name: prod }\n");
            assert.throws(() => namespaceManifests({ settings, manifests, revision: "default", taken }), {
                message:
                    'apps/a/a.yaml:1: metadata.name: "prod": This namespace is declared by the stack itself, and an object has one owner. Remove the document; what lives in the namespace may stay.',
            });
        });
    });
});
