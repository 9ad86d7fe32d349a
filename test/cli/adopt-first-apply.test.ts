import assert from "node:assert/strict";

import { askFirstApply, disturbances } from "../../cli/adopt-first-apply";
import { Cluster } from "../../adapters/kubernetes/cluster-source";
import { planAdoption } from "../../lifecycle/adopt/plan-adoption";
import { momentOf } from "../../lifecycle/versions/request";
import { defineMesh } from "../../program/define-mesh";
import { fakeKubeconfig } from "../support/fake-cluster";
import { foundIstiod, foundMesh, foundRelease } from "../support/found-mesh";
import { faultServer } from "../support/http-server";
import { catalog } from "../support/stack-pins";

describe("askFirstApply", function () {
    this.timeout(30_000);
    const server = faultServer();

    it("holds each release's values against those that are kept, and asks of objects under their owner's name", async () => {
        const defaults = {
            _internal_defaults_do_not_set: {
                revision: "",
                global: { hub: "docker.io/istio", tag: "1.31.0" },
            },
        };
        const manifest = "apiVersion: v1\nkind: Service\nmetadata: {name: istiod}\n";
        const found = foundMesh({
            istiods: [foundIstiod({ values: { pilot: { autoscaleMin: 2 } } })],
            releases: [
                foundRelease("base"),
                foundRelease("istiod", { values: { pilot: { autoscaleMin: 2 } }, defaults, manifest }),
            ],
        });
        const at = momentOf("2026-10-05");
        const { adopted } = planAdoption({ stack: "prod", context: "dev", found, catalog, at });
        assert.ok(adopted);
        const kubeconfig = fakeKubeconfig(server.url, "dev");
        const cluster = await Cluster.open({ context: "dev", kubeconfig });
        const first = await askFirstApply({ cluster, found, adopted, program: defineMesh() });
        cluster.close();

        // The tag alone: the chart that is kept is stamped with another one.
        assert.deepEqual(first.values.get("istiod"), [
            { path: "global.tag", before: "1.31.0", after: "1.31.1" },
        ]);
        assert.deepEqual(
            first.charts.map(({ id, state }) => [id, state]),
            [["Service/istiod", "unasked"]],
        );
        assert.ok(first.own.some(({ id }) => id === "istio-system/HelmRelease/istiod"));
    });
});

describe("disturbances", () => {
    const none = { values: new Map(), charts: [], own: [] };

    it("are none where nothing but owners change", () => {
        const charts = [
            { id: "a", state: "same" },
            { id: "b", state: "owned", places: ["/metadata/labels/x"] },
            { id: "c", state: "created" },
        ] as const;
        assert.deepEqual(disturbances({ ...none, charts }), []);
    });

    it("stand in the way where pods would be made anew, and are to be decided otherwise", () => {
        const charts = [
            { id: "istiod", state: "changed", places: ["/spec/template/spec/x"] },
            { id: "hpa", state: "changed", places: ["/spec/minReplicas"] },
            { id: "role", state: "refused", why: "may not patch" },
        ] as const;
        const values = new Map([["istiod", [{ path: "a", before: 1, after: 2 }]]]);
        assert.deepEqual(
            disturbances({ values, charts, own: [] }).map(({ level, about }) => `${level} ${about}`),
            ["decide HelmRelease istiod", "blocks istiod", "decide hpa", "decide role"],
        );
    });
});
