import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { writeYaml } from "../../lifecycle/kit/write-yaml";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { clusterObjects, lostObjects } from "../support/cluster-objects";
import { eventually } from "../support/control-plane";
import { FluxRig } from "../support/flux-rig";
import { KUSTOMIZATIONS, nameOf } from "../support/mesh-observed";
import { temporaryFolder } from "../support/temporary-folder";

const TEAMS = ["team-a", "team-b"] as const;
const TENANTS: ReadonlyMap<string, string> = new Map([
    ["team-a", "a"],
    ["team-b", "b"],
]);
const OWN = ["workloads-team-a", "workloads-team-b"];

describe("namespaces of tenants, delivered by the real Flux", function () {
    this.timeout(300_000);
    const folder = temporaryFolder();
    let rig: FluxRig;
    let held: ReadonlyMap<string, string>;

    before(async function () {
        const flags = ["--no-cross-namespace-refs=true"];
        rig = await FluxRig.start(this, { name: "e2e-tenants", folder, flags });
        await rig.apply(...FluxRig.layer.now);
    });
    after(() => rig?.stop());

    it("become tenants' with every object as it was", async () => {
        const first = await rig.push("before", mesh());
        await rig.untilReady(first, [...OWN, "workloads"]);
        held = await teams();

        const second = await rig.push("tenants", mesh(), TENANTS);
        await rig.untilReady(second, [...OWN, "workloads"]);
        assert.deepEqual(lostObjects(held, await teams()), []);
        for (const [namespace, tenant] of TENANTS) {
            const own = await kustomizationOf(`workloads-${namespace}`);
            assert.equal(getIn(own, ["spec", "serviceAccountName"]), `tenant-${tenant}`);
        }
    });

    it("change what is their own", async () => {
        const commit = await rig.push("their own", mesh({ "team-a": "2", "team-b": "2" }), TENANTS);
        await rig.untilReady(commit, [...OWN, "workloads"]);
        assert.deepEqual([await settingOf("team-a"), await settingOf("team-b")], ["2", "2"]);
    });

    const rules: Manifest = {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "team-a-rules" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "ServiceAccount", name: "default", namespace: "team-a" }],
    };
    for (const [what, object] of [
        ["another team's object", settings("team-b", "stolen")],
        ["rights over the cluster", rules],
        [
            "a namespace of its own making",
            { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-c" } },
        ],
    ] as const) {
        it(`write nothing elsewhere, whatever stands in Git: ${what}; the other team goes on`, async () => {
            const wrong = new Map([["workloads/team-a/zz-wrong.yaml", writeYaml(object)]]);
            const commit = await rig.push("broken", mesh({ "team-b": what }), TENANTS, wrong);
            await rig.untilReady(commit, ["workloads-team-b"]);
            await eventually("the refusal", async () => /forbidden/.test(await saidOf("workloads-team-a")));
            await sleep(3_000);
            assert.ok(!(await rig.readyAt(commit)).includes("workloads"));
            assert.equal(await settingOf("team-b"), what);
            const all = await clusterObjects(rig.cluster.api);
            assert.ok(![...all.keys()].some((key) => /team-a-rules|team-c/.test(key)));

            const mended = await rig.push("mended", mesh(), TENANTS);
            await rig.untilReady(mended, [...OWN, "workloads"]);
        });
    }

    it("are the platform's again with every object as it was", async () => {
        const commit = await rig.push("no tenants", mesh());
        await rig.untilReady(commit, [...OWN, "workloads"]);
        assert.deepEqual(lostObjects(held, await teams()), []);
    });

    /** What a render has of the teams' namespaces. */
    function mesh(values: Readonly<Record<string, string>> = {}): readonly Manifest[] {
        return TEAMS.flatMap((name) => [
            {
                apiVersion: "v1",
                kind: "Namespace",
                metadata: { name, annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" } },
            },
            settings(name, values[name] ?? "1"),
            {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "Role",
                metadata: { name: "readers", namespace: name },
                rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
            },
        ]);
    }

    function settings(namespace: string, value: string): Manifest {
        const metadata = { name: "settings", namespace };
        return { apiVersion: "v1", kind: "ConfigMap", metadata, data: { value } };
    }

    async function settingOf(namespace: string): Promise<unknown> {
        return getIn(await rig.cluster.api.get(settings(namespace, "")), ["data", "value"]);
    }

    /** Every object of the teams, but for what makes them tenants. */
    async function teams(): Promise<ReadonlyMap<string, string>> {
        const all = await clusterObjects(rig.cluster.api);
        return new Map(
            [...all].filter(([key]) => /team-/.test(key) && !/RoleBinding|Kustomization/.test(key)),
        );
    }

    async function kustomizationOf(name: string): Promise<unknown> {
        return (await rig.cluster.api.list(KUSTOMIZATIONS)).find((each) => nameOf(each) === name);
    }

    async function saidOf(name: string): Promise<string> {
        const conditions = getIn(await kustomizationOf(name), ["status", "conditions"]);
        const found = Array.isArray(conditions) ? (conditions as { type: string; message: string }[]) : [];
        return found.find(({ type }) => type === "Ready")?.message ?? "";
    }
});
