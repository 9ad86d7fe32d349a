import assert from "node:assert/strict";

import { readStacks } from "../../cli/read-stacks";
import { LAYERS } from "../../components/kube/layer";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_NAMESPACE } from "../../components/flux/api";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import { renderStack } from "../../render/render-stack";
import {
    type TestCluster,
    crdsOrSkip,
    eventually,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "../support/control-plane";
import { type KubeClient, idOf, messageOf } from "../support/kube-api";
import { lostFields } from "../support/lost-fields";
import { MESH } from "../support/mesh";

const PROXY = /\/proxyv2:(\d+\.\d+\.\d+)/;

/** What Helm creates when Pulumi installs flux-operator: nothing here runs Helm. */
const HELMS: Manifest = { apiVersion: "v1", kind: "Namespace", metadata: { name: FLUX_NAMESPACE } };

interface Refusal {
    readonly object: string;
    readonly status: number;
    readonly message: string;
}

for (const stack of readStacks(MESH)) {
    const { stack: name } = stack.settings;

    describe(`the objects of ${name} on a real API server`, function () {
        this.timeout(180_000);
        let cluster: TestCluster | undefined;
        let api: KubeClient;
        let objects: readonly Manifest[];
        let crds = 0;
        const refused: Refusal[] = [];
        const lost: string[] = [];
        const warnings: string[] = [];

        before(async function () {
            await crdsOrSkip(this);
            const programs = await programsOrSkip(this);
            const { layers } = await renderStack(stack);
            objects = [HELMS, ...LAYERS.flatMap((layer) => namespacesFirst(layers[layer]))];
            cluster = await startTestCluster(name, programs);
            api = cluster.api;
            crds = (await installCrds(api)).length;
            for (const object of objects) {
                const answer = await api.apply(object);
                if (answer.status >= 300) {
                    refused.push({
                        object: idOf(object),
                        status: answer.status,
                        message: messageOf(answer),
                    });
                    continue;
                }
                const sent: unknown = JSON.parse(JSON.stringify(object));
                lost.push(...lostFields(sent, answer.body).map((text) => `${idOf(object)}: ${text}`));
                warnings.push(...answer.warnings.map((text) => `${idOf(object)}: ${text}`));
            }
        });
        after(async function () {
            this.timeout(60_000);
            await stop(cluster);
        });

        it("are accepted, layer by layer, every one of them", () => {
            process.stderr.write(`      (${objects.length} objects, ${crds} CRDs)\n`);
            assert.deepEqual(refused, []);
        });

        it("are stored with every field as it was sent", () => {
            assert.deepEqual(lost, []);
        });

        it("give the server nothing to warn of", () => {
            assert.deepEqual(warnings, []);
        });

        it("become pods that are Ready, with the proxies that the lock names", async () => {
            const deployments = objects.filter(({ kind }) => kind === "Deployment");
            for (const deployment of deployments) {
                await eventually(`${idOf(deployment)} to be available`, async () =>
                    isAvailable(await api.get(deployment)),
                );
            }

            const pods = await api.list("/api/v1/pods");
            const proxies = pods.flatMap((pod) => proxyVersions(pod));

            const injected = deployments.filter((deployment) => PROXY.test(JSON.stringify(deployment)));
            assert.equal(injected.length, stack.sidecars.pristine.size);
            assert.deepEqual([...new Set(proxies)], [stack.lock.istio.proxies.version]);
            for (const deployment of injected) {
                const replicas = Number(getIn(await api.get(deployment), ["spec", "replicas"]));
                const own = pods.filter((pod) => isOf(pod, deployment) && proxyVersions(pod).length === 1);
                assert.ok(replicas >= 1);
                assert.equal(own.filter(isReady).length, replicas, idOf(deployment));
            }
            assert.equal(pods.filter(isReady).length, pods.length);
        });

        it("do not change when they are applied again", async () => {
            const changed: string[] = [];
            for (const object of objects) {
                // A controller may write a status in between; a change of ours would come back each time.
                let quiet = false;
                for (let attempt = 0; attempt < 3 && !quiet; attempt++) {
                    const before = resourceVersion(await api.get(object));
                    quiet = resourceVersion((await api.apply(object)).body) === before;
                }
                if (!quiet) changed.push(idOf(object));
            }

            assert.deepEqual(changed, []);
        });
    });
}

/** As Pulumi orders them: what is in a namespace depends on it. */
function namespacesFirst(objects: readonly Manifest[]): readonly Manifest[] {
    const isNamespace = ({ kind }: Manifest) => kind === "Namespace";
    return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
}

function resourceVersion(object: unknown): unknown {
    return getIn(object, ["metadata", "resourceVersion"]);
}

function isAvailable(deployment: unknown): boolean {
    const generation = getIn(deployment, ["metadata", "generation"]);
    const replicas = getIn(deployment, ["spec", "replicas"]);
    const status = getIn(deployment, ["status"]);
    return (
        isRecord(status) &&
        status["observedGeneration"] === generation &&
        status["updatedReplicas"] === replicas &&
        status["replicas"] === replicas &&
        status["availableReplicas"] === replicas
    );
}

function isReady(pod: unknown): boolean {
    const conditions = getIn(pod, ["status", "conditions"]);
    if (!Array.isArray(conditions)) return false;
    return conditions.some(
        (condition) => isRecord(condition) && condition["type"] === "Ready" && condition["status"] === "True",
    );
}

/** Whether a pod is made from a Deployment's template. */
function isOf(pod: unknown, { metadata }: Manifest): boolean {
    const owner = getIn(pod, ["metadata", "generateName"]);
    const namespace = getIn(pod, ["metadata", "namespace"]);
    return (
        namespace === metadata.namespace &&
        typeof owner === "string" &&
        new RegExp(`^${metadata.name}-[^-]+-$`).test(owner)
    );
}

/** Versions of the proxies in a pod, whichever list they stand in. */
function proxyVersions(pod: unknown): string[] {
    const lists = ["containers", "initContainers"].map((list) => getIn(pod, ["spec", list]));
    const containers = lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
    return containers.flatMap((container) => {
        if (getIn(container, ["name"]) !== "istio-proxy") return [];
        const image = getIn(container, ["image"]);
        const version = typeof image === "string" ? PROXY.exec(image)?.[1] : undefined;
        return version === undefined ? [] : [version];
    });
}
