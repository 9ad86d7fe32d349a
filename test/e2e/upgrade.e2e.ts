import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";

import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { type TestCluster, eventually } from "../support/control-plane";
import { type EngineCluster, startEngineCluster, useCharts } from "../support/engine-cluster";
import { idOf } from "../support/kube-api";
import type { PulumiProject } from "../support/pulumi-workspace";
import { isReady } from "../support/mesh-observed";
import {
    type RecordedState,
    mirroredState,
    recordedReleases,
    recordedState,
    releaseFolder,
} from "../support/releases";
import { leftovers } from "../support/stack-in-cluster";

for (const release of recordedReleases()) {
    describe(`stack dev of Windlass ${release}, by the program of today`, function () {
        this.timeout(300_000);
        const { resources } = recordedState(release).deployment;
        let objects: ReturnType<typeof objectsOf>;
        let site: EngineCluster | undefined;
        let cluster: TestCluster;
        let state: RecordedState;
        let project: PulumiProject;
        let uids: readonly unknown[];

        before(async function () {
            site = await startEngineCluster(this, { name: "e2e-upgrade" });
            ({ cluster, project } = site);
            for (const part of ["apps", "stacks"]) {
                rmSync(project.path(part), { recursive: true });
                cpSync(join(releaseFolder(release), part), project.path(part), { recursive: true });
            }
            const { charts } = site;
            useCharts(project, charts);
            state = mirroredState(recordedState(release, cluster.layout.kubeconfig), charts.mirrored);
            objects = objectsOf(state);
        });

        after(() => site?.stop());

        async function identities(): Promise<readonly unknown[]> {
            const found: unknown[] = [];
            for (const { object } of objects) {
                found.push(getIn(await cluster.api.get(object), ["metadata", "uid"]));
            }
            return found;
        }

        it("is in the cluster as the release left it, and its state in the backend", async () => {
            for (const { object, manager } of objects) {
                const { status, text } = await cluster.api.apply(object, manager);
                assert.ok(status < 300, `${idOf(object)}: ${text}`);
                if (object.kind !== "HelmRelease") continue;
                // What comes after it needs its CRDs and its webhooks, as it did when it was recorded.
                await eventually(`${idOf(object)} to be ready`, async () =>
                    isReady(await cluster.api.get(object)),
                );
            }
            const deployments = objects.filter(({ object }) => object.kind === "Deployment");
            for (const { object } of deployments) {
                await eventually(`${idOf(object)} to be available`, async () => {
                    const { replicas, readyReplicas } = statusOf(await cluster.api.get(object));
                    return Number(replicas) > 0 && replicas === readyReplicas;
                });
            }
            uids = await identities();
            assert.equal(new Set(uids).size, objects.length);

            await (await project.stack()).importStack(state);
        });

        it("is previewed without a create, a replacement or a deletion", async () => {
            const { changeSummary } = await (await project.stack()).preview();

            assert.deepEqual(disruptive(changeSummary), []);
        });

        it("is taken over by up, every object the one that was there", async () => {
            const operations: string[] = [];
            const onEvent = ({ resourcePreEvent }: EngineEvent) => {
                const { op, urn } = resourcePreEvent?.metadata ?? {};
                if (op && op !== "same" && op !== "read") operations.push(`${op} ${urn?.split("::").pop()}`);
            };
            await (await project.stack()).up({ onEvent });

            assert.deepEqual(
                operations.filter((operation) => !operation.startsWith("update ")),
                [],
            );
            assert.deepEqual(await identities(), uids);
            process.stderr.write(
                `      (${objects.length} objects; changed: ${operations.join(", ") || "none"})\n`,
            );
        });

        it("is not changed by a second up", async () => {
            const { summary } = await (await project.stack()).up();
            const read = resources.filter(({ external }) => external).length;

            // Each is asked for before anything is declared, too.
            assert.deepEqual(summary.resourceChanges, { same: resources.length - read, read: 2 * read });
        });

        it("is clean after refresh, once the state knows this cluster", async () => {
            const stack = await project.stack();
            await stack.refresh();
            await stack.refresh({ expectNoChanges: true });
            await stack.up({ expectNoChanges: true });
        });

        it("leaves nothing after destroy but the namespace that is nobody's to delete", async () => {
            await (await project.stack()).destroy();

            assert.deepEqual(await leftovers(cluster.api), ["prod"]);
        });
    });
}

/** Objects of a state, each after what it depends on, with the owner of its fields. */
function objectsOf({ deployment }: RecordedState): readonly { object: Manifest; manager: string }[] {
    return deployment.resources
        .filter(({ custom, external, type }) => custom && !external && type.startsWith("kubernetes:"))
        .map(({ inputs, outputs }) => ({
            object: inputs as unknown as Manifest,
            manager: String(outputs?.["__fieldManager"]),
        }));
}

/** A preview reads nothing, and so would drop from the state what is only read: `discard`. */
const HARMLESS = ["same", "update", "read", "discard"];

function disruptive(changes: Readonly<Record<string, number>>): readonly string[] {
    return Object.keys(changes).filter((operation) => !HARMLESS.includes(operation));
}

function statusOf(object: unknown): Readonly<Record<string, unknown>> {
    return (getIn(object, ["status"]) ?? {}) as Record<string, unknown>;
}
