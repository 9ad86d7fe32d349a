import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as runtime from "@pulumi/pulumi/runtime";

import { clusterProvider } from "../../../components/kube/provider";
import { requirePreconditions } from "../../../components/mesh/preconditions";
import { WindlassError } from "../../../lifecycle/kit/errors";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { exampleSettings } from "../../support/example-stack";

/** What a cluster holds. */
interface Cluster {
    /** Version on Flux's CRDs. */
    readonly flux?: string;
    /** Annotations of namespace istio-system. */
    readonly annotations?: Readonly<Record<string, string>>;
}

interface Asked {
    readonly refusal: unknown;
    /** Logical names of what was read. */
    readonly names: readonly string[];
    /** Whether the runtime waits for nothing any more. */
    readonly isDone: boolean;
}

const settings = (change: { delivery?: "pulumi" | "flux"; handover?: "underway"; install?: boolean }) => {
    const example = exampleSettings();
    const { delivery = "pulumi", handover = "none", install = true } = change;
    return {
        delivery,
        handover,
        flux: { ...example.flux, bootstrap: install ? "operator" : "none" },
    } satisfies Pick<StackSettings, "delivery" | "handover" | "flux">;
};

/** Asks a cluster, in a program of Pulumi's own runtime. */
async function ask(
    of: ReturnType<typeof settings>,
    { flux = "v2.9.4", annotations = {} }: Cluster = {},
    isPreview = false,
): Promise<Asked> {
    const names: string[] = [];
    const version = (name: string) => (name.startsWith("helmreleases") ? "v2" : "v1");
    const monitor: runtime.Mocks = {
        newResource: ({ type, name, id, inputs }) => {
            if (!type.startsWith("pulumi:")) names.push(name);
            const found = type.endsWith(":CustomResourceDefinition")
                ? {
                      metadata: { name: id, labels: { "app.kubernetes.io/version": flux } },
                      spec: { versions: [{ name: version(id ?? ""), served: true }] },
                  }
                : { metadata: { name: id, uid: "1", annotations } };
            return { id: id ?? name, state: id === undefined ? (inputs as object) : found };
        },
        call: ({ inputs }) => inputs as Record<string, unknown>,
    };
    await runtime.setMocks(monitor, "windlass", "dev", isPreview);
    const program = () =>
        requirePreconditions(of, clusterProvider("cluster", { name: "dev", context: undefined }));
    const refusal: unknown = await runtime.runInPulumiStack(program).catch((error: unknown) => error);
    const { waitForRPCs } = runtime as unknown as { waitForRPCs: () => Promise<void> };
    const isDone = await Promise.race([waitForRPCs().then(() => true), sleep(2000, false)]);
    return { refusal, names, isDone };
}

const CRDS = [
    "required-helmrepositories.source.toolkit.fluxcd.io",
    "required-helmreleases.helm.toolkit.fluxcd.io",
];

describe("requirePreconditions", () => {
    it("asks for the Flux that is met, and goes on where it fits", async () => {
        const { refusal, names } = await ask(settings({ install: false }));

        assert.equal(refusal, undefined);
        assert.deepEqual(names, CRDS);
    });

    it("refuses one that does not fit, and leaves nothing that the runtime waits for", async () => {
        const { refusal, isDone } = await ask(settings({ install: false }), { flux: "v2.1.0" });

        assert.ok(refusal instanceof WindlassError);
        assert.match(refusal.message, /the cluster runs Flux v2\.1\.0, outside ~/);
        assert.equal(isDone, true);
    });

    it("asks nothing where Flux is installed and nothing handed over, nor in a preview", async () => {
        assert.deepEqual((await ask(settings({}))).names, []);
        assert.deepEqual((await ask(settings({ delivery: "pulumi", handover: "underway" }))).names, []);
        const all = settings({ delivery: "flux", handover: "underway", install: false });
        assert.deepEqual((await ask(all, {}, true)).names, []);
    });

    it("refuses a cluster that has not been prepared to be handed over, and takes one that has", async () => {
        const taken = settings({ delivery: "flux", handover: "underway" });
        const { refusal, isDone } = await ask(taken);

        assert.ok(refusal instanceof WindlassError);
        assert.match(refusal.message, /the cluster has not been handed over/);
        assert.equal(isDone, true);
        const marked = { "pulumi.com/patchFieldManager": "kustomize-controller" };
        assert.equal((await ask(taken, { annotations: marked })).refusal, undefined);
    });
});
