import assert from "node:assert/strict";
import { toText } from "../../diff/escape";
import { modeFinding, workloadChange, workloadFindings } from "../../diff/workloads";
import { deployment, exampleVersion, versioned } from "./example-version";

const pair = {
    stack: "dev",
    from: exampleVersion([]),
    to: exampleVersion([], { gated: new Set(["n/Deployment/d"]) }),
};
const overlay = (image: string): object => ({ "spec/initContainers/istio-proxy/image": image });
const side = (image: string, proxy: string, more: object = {}): ReturnType<typeof versioned> => ({
    ...versioned({ ...deployment("d", image), ...more }),
    overlay: overlay(proxy) as Record<string, string>,
});

/** `[what, from, to, cause]` */
const cases = [
    ["nothing", side("a:1", "p:1"), side("a:1", "p:1"), undefined],
    ["the application's", side("a:1", "p:1"), side("a:2", "p:1"), "application"],
    ["the proxy's", side("a:1", "p:1"), side("a:1", "p:2"), "proxy"],
    ["both", side("a:1", "p:1"), side("a:2", "p:2"), "both"],
    ["outside the pods", side("a:1", "p:1"), side("a:1", "p:1", { extra: 1 }), "outside"],
] as const;

describe("workloadChange", () => {
    for (const [what, from, to, cause] of cases) {
        it(`knows whose change it is: ${what}`, () =>
            assert.equal(workloadChange(from, to, pair)?.cause, cause));
    }

    const pod = (image: string, more: object = {}): ReturnType<typeof versioned> =>
        versioned({
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "p", namespace: "n", ...more },
            spec: { containers: [{ name: "app", image }] },
        });

    it("knows that a bare Pod's image is the application's, and its label nobody's", () => {
        const change = workloadChange(pod("a:1"), pod("a:2"), pair);
        assert.equal(change?.cause, "application");
        const [finding] = change ? workloadFindings(change) : [];
        assert.equal(toText(finding?.words ?? []), "application changes");
        assert.deepEqual(finding?.details?.map(toText), ["image of app a:1 → a:2"]);

        assert.equal(workloadChange(pod("a:1"), pod("a:1", { labels: { a: "b" } }), pair)?.cause, "outside");
        const asking = { annotations: { "sidecar.istio.io/proxyCPU": "1" } };
        assert.equal(workloadChange(pod("a:1"), pod("a:1", asking), pair)?.cause, "proxy");
    });

    for (const [apiVersion, kind] of [
        ["apps/v1", "StatefulSet"],
        ["v1", "ReplicationController"],
        ["batch/v1", "CronJob"],
        ["apps.openshift.io/v1", "DeploymentConfig"],
    ] as const) {
        it(`knows where a ${kind} keeps its pods`, () => {
            const template = (image: string): object => ({
                template: { spec: { containers: [{ name: "app", image }] } },
            });
            const of = (image: string): ReturnType<typeof versioned> => {
                const spec =
                    kind === "CronJob" ? { jobTemplate: { spec: template(image) } } : template(image);
                return versioned({ apiVersion, kind, metadata: { name: "w", namespace: "n" }, spec });
            };
            const change = workloadChange(of("a:1"), of("a:2"), pair);
            assert.equal(change?.cause, "application");
            assert.deepEqual(change && workloadFindings(change)[0]?.details?.map(toText), [
                "image of app a:1 → a:2",
            ]);
        });
    }

    it("takes an annotation for the injector as the proxy's", () => {
        const asking = deployment("d");
        const { template } = asking.spec as { template: { metadata: object } };
        const metadata = { ...template.metadata, annotations: { "sidecar.istio.io/proxyCPU": "1" } };
        const after = versioned({
            ...asking,
            spec: { ...(asking["spec"] as object), template: { ...template, metadata } },
        });
        assert.equal(workloadChange(versioned(asking), after, pair)?.cause, "proxy");
    });
});

describe("workloadChange, with configuration", () => {
    const reading = { volumes: [{ name: "c", configMap: { name: "settings" } }] };
    const reader = (image: string, proxy: string): ReturnType<typeof versioned> => ({
        ...versioned(deployment("d", image, reading)),
        overlay: overlay(proxy) as Record<string, string>,
    });
    const read = new Set(["n/ConfigMap/settings"]);
    const application = "application and proxy change at once: a failed analysis could not name its cause";
    const configuration = application.replace("application", "configuration");

    /** `[what, from, to, configuration that changed, cause, words, details]` */
    for (const [what, from, to, changed, cause, words, details] of [
        [
            "a ConfigMap and the proxy",
            reader("a:1", "p:1"),
            reader("a:1", "p:2"),
            read,
            "both",
            configuration,
            ["configuration: ConfigMap/settings changes", "proxy: image of istio-proxy p:1 → p:2"],
        ],
        [
            "a ConfigMap, the application and the proxy",
            reader("a:1", "p:1"),
            reader("a:2", "p:2"),
            read,
            "both",
            application,
            [
                "application: image of app a:1 → a:2",
                "configuration: ConfigMap/settings changes",
                "proxy: image of istio-proxy p:1 → p:2",
            ],
        ],
        [
            "a ConfigMap of another namespace",
            reader("a:1", "p:1"),
            reader("a:1", "p:2"),
            new Set(["m/ConfigMap/settings"]),
            "proxy",
            "proxy changes",
            ["image of istio-proxy p:1 → p:2"],
        ],
        [
            "a ConfigMap nobody reads",
            side("a:1", "p:1"),
            side("a:1", "p:2"),
            read,
            "proxy",
            "proxy changes",
            ["image of istio-proxy p:1 → p:2"],
        ],
        [
            "a ConfigMap and the application",
            reader("a:1", "p:1"),
            reader("a:2", "p:1"),
            read,
            "application",
            "application changes",
            ["image of app a:1 → a:2"],
        ],
    ] as const) {
        it(`knows whose change it is: ${what}`, () => {
            const change = workloadChange(from, to, pair, changed);
            assert.ok(change);
            const [finding] = workloadFindings(change);

            assert.equal(change.cause, cause);
            assert.equal(finding && toText(finding.words), words);
            assert.deepEqual(finding?.details?.map(toText), details);
        });
    }
});

describe("workloadFindings", () => {
    it("call out both at once", () => {
        const change = workloadChange(side("a:1", "p:1"), side("a:2", "p:2"), pair);
        assert.ok(change);
        const [finding] = workloadFindings(change);
        assert.equal(finding?.level, "alarm");
        assert.deepEqual(finding.details?.map(toText), [
            "application: image of app a:1 → a:2",
            "proxy: image of istio-proxy p:1 → p:2",
        ]);
    });
});

describe("modeFinding", () => {
    it("tells of a workload that leaves the mesh", () => {
        const modes = (mode: "git" | "none"): ReturnType<typeof exampleVersion> =>
            exampleVersion([], { modes: new Map([["w", mode]]) });
        assert.equal(
            modeFinding("w", { stack: "dev", from: modes("git"), to: modes("none") })?.level,
            "alarm",
        );
        assert.equal(modeFinding("w", { stack: "dev", from: modes("git"), to: modes("git") }), undefined);
    });
});
