import assert from "node:assert/strict";
import { toText } from "../../../render/diff/escape";
import { modeFinding, workloadChange, workloadFindings } from "../../../render/diff/workloads";
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

    it("takes an annotation for the injector as the proxy's", () => {
        const asking = deployment("d");
        const { template } = asking.spec as { template: { metadata: object } };
        const metadata = { ...template.metadata, annotations: { "sidecar.istio.io/proxyCPU": "1" } };
        const after = versioned({ ...asking, spec: { ...asking.spec, template: { ...template, metadata } } });
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
