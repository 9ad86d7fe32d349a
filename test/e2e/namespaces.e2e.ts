import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { clusterObjects, lostObjects } from "../support/cluster-objects";
import { eventually } from "../support/control-plane";
import { FluxRig } from "../support/flux-rig";
import { messageOf } from "../support/kube-api";
import { KUSTOMIZATIONS, isReady, nameOf } from "../support/mesh-observed";
import { temporaryFolder } from "../support/temporary-folder";

/** Image of the workloads at the start, and those they are moved to. */
const [OLD, NEW, NEWER] = ["example.com/app:1", "example.com/app:2", "example.com/app:3"] as const;
const TEAMS = ["team-a", "team-b"] as const;
const CHILDREN = ["workloads-team-a", "workloads-team-b", "cluster-workloads"];

describe("workloads of several namespaces, delivered by the real Flux", function () {
    this.timeout(300_000);
    const folder = temporaryFolder();
    let rig: FluxRig;

    before(async function () {
        rig = await FluxRig.start(this, { name: "e2e-namespaces", folder, flags: ["--concurrent=20"] });
    });
    after(() => rig?.stop());

    describe("that one Kustomization delivered until 0.1.0", () => {
        let held: ReadonlyMap<string, string>;

        it("go on as they were at the commit that splits them, until pulumi up", async () => {
            await rig.apply(...FluxRig.layer.before);
            const first = await rig.push("before", mesh());
            await rig.untilReady(first, ["workloads"]);
            held = await untilRunning();
            assert.equal(await ownerOf(deployment("team-a")), "workloads");

            // The old one reads its folder with all folders in it.
            const second = await rig.push("after", mesh({ "team-a": { revisionHistoryLimit: 3 } }));
            await rig.untilReady(second, ["workloads"]);
            assert.deepEqual(await lost(held), []);
            assert.equal(await limitOf("team-a"), 3);
        });

        it("are taken over by those of their namespaces, and nothing is deleted on the way", async () => {
            const [namespaces, workloads] = FluxRig.layer.now;
            assert.ok(namespaces && workloads);
            // The worst order: the one that owns everything changes before anybody else is there.
            await rig.apply(workloads);
            await sleep(8_000);
            assert.deepEqual(await lost(held), []);

            await rig.apply(namespaces);
            const commit = await rig.push("taken over", mesh());
            await rig.untilReady(commit, [...CHILDREN, "workload-health", "workloads"]);
            assert.equal(await inventoryOf("workloads"), 0);
            assert.deepEqual(await lost(held), []);
            assert.equal(await ownerOf(deployment("team-a")), "workloads-team-a");
            assert.equal(await ownerOf(role()), "cluster-workloads");
            assert.equal(await limitOf("team-a"), 10);
        });

        it("stay when everything is looked at again, and are the namespaces' to delete", async () => {
            const commit = await rig.push("one goes", mesh({}, ["team-a"]));
            await rig.untilReady(commit, ["workloads-team-a", "workload-health", "workloads"]);
            await eventually("the namespace to be terminated", async () => isTerminated("team-b"));
            const gone = (await lost(held)).filter((line) => !/team-b/.test(line));
            assert.deepEqual(gone, []);

            const back = await rig.push("and comes back", mesh());
            await rig.untilReady(back, [...CHILDREN, "workloads"]);
        });
    });

    describe("that their namespaces' own deliver", () => {
        it("stop nobody where one namespace cannot be applied, nor is all said to be well", async () => {
            const broken = { "team-a": { replicas: "many" }, "team-b": { revisionHistoryLimit: 4 } };
            const commit = await rig.push("broken", mesh(broken));
            const took = await rig.untilReady(commit, ["workloads-team-b"]);
            assert.equal(await limitOf("team-b"), 4);
            await sleep(15_000);
            assert.deepEqual(
                (await rig.readyAt(commit)).filter((name) => /workload/.test(name)).sort(),
                ["cluster-workloads", "workload-namespaces", "workloads-team-b"],
                `team-b took ${took} ms`,
            );
            const mended = await rig.push("mended", mesh());
            await rig.untilReady(mended, [...CHILDREN, "workloads"]);
        });

        it("are Ready once the primary is there, and Flagger is done", async () => {
            const commit = await rig.push("a canary", mesh({}, TEAMS, OLD));
            await eventually("the Canary to be there", async () => isThere(canary()));
            await sleep(8_000);
            assert.deepEqual((await rig.readyAt(commit)).includes("workloads-team-b"), false);
            await promote(OLD);
            await say("Initialized");
            await rig.untilReady(commit, ["workloads-team-b", "workloads"]);
        });

        it("are never Ready before the primary has the image that Git has, whatever the Canary says", async () => {
            const commit = await rig.push("the next image", mesh({}, TEAMS, NEW));
            await eventually("the image to be applied", async () => (await imageOf("team-b")) === NEW);
            const until = Date.now() + 20_000;
            while (Date.now() < until) {
                const ready = await rig.readyAt(commit);
                assert.ok(!ready.includes("workloads-team-b") && !ready.includes("workloads"), ready.join());
                await sleep(100);
            }
            // Nobody waits for this canary but its own namespace.
            assert.ok((await rig.readyAt(commit)).includes("workloads-team-a"));
            await say("Progressing");
            await promote(NEW);
            await sleep(8_000);
            assert.ok(!(await rig.readyAt(commit)).includes("workloads-team-b"));
            await say("Succeeded");
            await rig.untilReady(commit, ["workloads-team-b", "workloads"]);
        });

        it("fail with their canary, take the next commit at once, and are well after a revert", async () => {
            const failing = await rig.push("a bad image", mesh({}, TEAMS, NEWER));
            await eventually("the image to be applied", async () => (await imageOf("team-b")) === NEWER);
            await say("Progressing");
            // A hotfix does not wait for the analysis that runs.
            const fixed = mesh({ "team-b": { revisionHistoryLimit: 5 } }, TEAMS, NEWER);
            const began = Date.now();
            await rig.push("a hotfix", fixed);
            await eventually("the hotfix", async () => (await limitOf("team-b")) === 5, 30_000);
            assert.ok(Date.now() - began < 30_000);
            await say("Failed");
            await eventually(
                "it to be told",
                async () => (await conditionOf("workloads-team-b")) === "False",
            );
            assert.ok(!(await rig.readyAt(failing)).includes("workloads"));

            const back = await rig.push("taken back", mesh({}, TEAMS, NEW));
            await say("Failed", "same");
            await rig.untilReady(back, ["workloads-team-b", "workloads"]);
        });
    });

    /** The objects of both teams; a Canary in team-b where it has an image. */
    function mesh(
        changes: Readonly<Record<string, object>> = {},
        teams: readonly string[] = TEAMS,
        image?: string,
    ): readonly Manifest[] {
        return [
            role(),
            ...teams.flatMap((namespace) => [
                { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
                { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace } },
                deployment(namespace, "app", image ?? OLD, changes[namespace]),
            ]),
            ...(image === undefined ? [] : [canary()]),
        ];
    }

    function role(): Manifest {
        return {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRole",
            metadata: { name: "readers" },
            rules: [],
        };
    }

    function deployment(
        namespace: string,
        name = "app",
        image: string = OLD,
        changes: object = {},
    ): Manifest {
        const labels = { app: name };
        return {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name, namespace },
            spec: {
                replicas: 1,
                revisionHistoryLimit: 10,
                selector: { matchLabels: labels },
                template: { metadata: { labels }, spec: { containers: [{ name: "app", image }] } },
                ...changes,
            },
        };
    }

    function canary(): Manifest {
        return {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata: { name: "app", namespace: "team-b" },
            spec: {
                targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "app" },
                service: { port: 80 },
                analysis: { interval: "1m", threshold: 1, iterations: 1 },
            },
        };
    }

    /** Plays Flagger: what it makes, and what it says. */
    async function promote(image: string): Promise<void> {
        const answer = await rig.cluster.api.apply(deployment("team-b", "app-primary", image), "flagger");
        assert.ok(answer.status < 300, messageOf(answer));
    }

    async function say(phase: string, applied = phase === "Failed" ? "other" : "same"): Promise<void> {
        const answer = await rig.cluster.api.request({
            method: "PATCH",
            path: "/apis/flagger.app/v1beta1/namespaces/team-b/canaries/app/status",
            contentType: "application/merge-patch+json",
            body: {
                status: {
                    phase,
                    lastAppliedSpec: applied,
                    lastPromotedSpec: "same",
                    canaryWeight: 0,
                    failedChecks: 0,
                    iterations: 0,
                },
            },
        });
        assert.ok(answer.status < 300, messageOf(answer));
    }

    /** Every object of the teams, once their pods run. */
    async function untilRunning(): Promise<ReadonlyMap<string, string>> {
        await eventually("pods", async () => (await rig.cluster.api.list("/api/v1/pods")).length >= 2);
        const all = await clusterObjects(rig.cluster.api);
        return new Map([...all].filter(([key]) => /team-|readers/.test(key)));
    }

    async function lost(before: ReadonlyMap<string, string>): Promise<readonly string[]> {
        // Another template makes another ReplicaSet, and that other pods.
        return lostObjects(before, await clusterObjects(rig.cluster.api));
    }

    async function isThere(object: Manifest): Promise<boolean> {
        return rig.cluster.api.get(object).then(
            () => true,
            () => false,
        );
    }

    async function isTerminated(namespace: string): Promise<boolean> {
        const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
        // Nobody finishes the end of a namespace here but its own controller, which the control plane has.
        return !(await isThere(object));
    }

    async function ownerOf(object: Manifest): Promise<unknown> {
        const found = await rig.cluster.api.get(object);
        return getIn(found, ["metadata", "labels", "kustomize.toolkit.fluxcd.io/name"]);
    }

    async function limitOf(namespace: string): Promise<unknown> {
        return getIn(await rig.cluster.api.get(deployment(namespace)), ["spec", "revisionHistoryLimit"]);
    }

    async function imageOf(namespace: string): Promise<unknown> {
        const found = await rig.cluster.api.get(deployment(namespace));
        return getIn((getIn(found, ["spec", "template", "spec", "containers"]) as unknown[])[0], ["image"]);
    }

    async function kustomizationOf(name: string): Promise<unknown> {
        return (await rig.cluster.api.list(KUSTOMIZATIONS)).find((each) => nameOf(each) === name);
    }

    async function inventoryOf(name: string): Promise<number> {
        const found = await kustomizationOf(name);
        if (getIn(found, ["status", "observedGeneration"]) !== getIn(found, ["metadata", "generation"]))
            return -1;
        const entries = getIn(found, ["status", "inventory", "entries"]);
        return Array.isArray(entries) ? entries.length : 0;
    }

    async function conditionOf(name: string): Promise<unknown> {
        const found = await kustomizationOf(name);
        if (isReady(found)) return "True";
        const conditions = getIn(found, ["status", "conditions"]) as { type: string; status: string }[];
        return conditions.find(({ type }) => type === "Ready")?.status;
    }
});
