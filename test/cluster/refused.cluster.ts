import assert from "node:assert/strict";

import { readStacks } from "../../cli/read-stacks";
import { LAYERS } from "../../components/kube/layer";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn, setIn } from "../../lifecycle/kit/json-path";
import { renderStack } from "../../render/render-stack";
import {
    type TestCluster,
    crdsOrSkip,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "../support/control-plane";
import { messageOf } from "../support/kube-api";
import { MESH } from "../support/mesh";

/** What server-side apply answers to a field that no schema has: it cannot even be merged, which counts as 500 upstream. */
const UNKNOWN_FIELD = 500;

/** `[what is wrong, kind of the object that is broken, how, status, what the server says]` */
const refusals: readonly (readonly [string, string, (object: Manifest) => Manifest, number, RegExp])[] = [
    [
        "a Canary without a target",
        "Canary",
        (canary) => without(canary, ["spec", "targetRef"]),
        422,
        /spec\.targetRef: Required value/,
    ],
    [
        "a HelmRelease of a version that is no longer served",
        "HelmRelease",
        (release) => ({ ...release, apiVersion: "helm.toolkit.fluxcd.io/v2beta1" }),
        404,
        /serves no helm\.toolkit\.fluxcd\.io\/v2beta1 HelmRelease/,
    ],
    [
        "a HelmRelease with a field that does not exist",
        "HelmRelease",
        (release) => setIn(release, ["spec", "releasename"], "istiod") as Manifest,
        UNKNOWN_FIELD,
        /\.spec\.releasename: field not declared in schema/,
    ],
    [
        "a HelmRelease with an interval that is none",
        "HelmRelease",
        (release) => setIn(release, ["spec", "interval"], "ten minutes") as Manifest,
        422,
        /spec\.interval: Invalid value: "ten minutes"/,
    ],
    [
        "a FluxInstance whose registry is missing",
        "FluxInstance",
        (instance) => without(instance, ["spec", "distribution", "registry"]),
        422,
        /spec\.distribution\.registry: Required value/,
    ],
    [
        "a PeerAuthentication with a mode that Istio does not know",
        "PeerAuthentication",
        (policy) => setIn(policy, ["spec", "mtls", "mode"], "MAYBE") as Manifest,
        422,
        /spec\.mtls\.mode: Unsupported value: "MAYBE"/,
    ],
    [
        "a Deployment with a misspelt field",
        "Deployment",
        (deployment) => setIn(deployment, ["spec", "replica"], 2) as Manifest,
        UNKNOWN_FIELD,
        /\.spec\.replica: field not declared in schema/,
    ],
    [
        "a Deployment whose selector does not match its pods",
        "Deployment",
        (deployment) => setIn(deployment, ["spec", "selector", "matchLabels"], { app: "other" }) as Manifest,
        422,
        /`selector` does not match template `labels`/,
    ],
    [
        "an object in a namespace that does not exist",
        "ServiceAccount",
        (account) => setIn(account, ["metadata", "namespace"], "nowhere") as Manifest,
        404,
        /namespaces "nowhere" not found/,
    ],
    [
        "a pod with a sidecar and without its service account",
        "Deployment",
        (deployment) => podOf(deployment, "nobody"),
        403,
        /service account prod\/nobody not found|serviceaccount "nobody" not found/,
    ],
];

describe("what a real API server refuses", function () {
    this.timeout(180_000);
    let cluster: TestCluster | undefined;
    let objects: readonly Manifest[];

    before(async function () {
        await crdsOrSkip(this);
        const programs = await programsOrSkip(this);
        const stack = readStacks(MESH)[0];
        assert.ok(stack);
        const { layers } = await renderStack(stack);
        objects = LAYERS.flatMap((layer) => layers[layer]);
        cluster = await startTestCluster("refused", programs);
        await installCrds(cluster.api);
        const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
        for (const name of namespaces) {
            await cluster.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
        }
    });
    after(async function () {
        this.timeout(60_000);
        await stop(cluster);
    });

    for (const [sentence, kind, breakIt, status, message] of refusals) {
        it(`is ${sentence}`, async () => {
            assert.ok(cluster);
            const object = objects.find((candidate) => candidate.kind === kind);
            assert.ok(object);

            const answer = await cluster.api.apply(breakIt(object));

            assert.match(messageOf(answer), message);
            assert.equal(answer.status, status);
        });
    }

    it("is not one of the same objects before it was broken", async () => {
        assert.ok(cluster);
        const kinds = new Set(refusals.map(([, kind]) => kind));
        for (const kind of kinds) {
            const object = objects.find((candidate) => candidate.kind === kind);
            assert.ok(object);

            const answer = await cluster.api.apply(object);

            assert.ok(answer.status < 300, `${kind}: ${messageOf(answer)}`);
        }
    });
});

/** The object without the field at a path. */
function without(object: Manifest, path: readonly string[]): Manifest {
    const parent = path.slice(0, -1);
    const last = path.at(-1) ?? "";
    const { [last]: removed, ...kept } = getIn(object, parent) as Readonly<Record<string, unknown>>;
    assert.notEqual(removed, undefined);
    return setIn(object, parent, kept) as Manifest;
}

/** A pod as a Deployment would make it, for another service account. */
function podOf(deployment: Manifest, serviceAccountName: string): Manifest {
    const spec = getIn(deployment, ["spec", "template", "spec"]) as Readonly<Record<string, unknown>>;
    const { namespace = "default", name } = deployment.metadata;
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace },
        spec: { ...spec, serviceAccountName },
    };
}
