import assert from "node:assert/strict";

import type { Fault } from "../../../tools/simulator/faults";
import { type Flow, flows } from "../../../tools/simulator/flows";
import type { Mesh } from "../../../tools/simulator/mesh";
import { type RequestSeries, Traffic } from "../../../tools/simulator/traffic";
import { canaryMesh, pod } from "./example-mesh";

function flowsOf(mesh: Mesh): readonly Flow[] {
    return flows({ mesh, rate: 20, rates: new Map(), loads: [] });
}

/** Requests by `reporter workload code flags`, rounded. */
function counted(traffic: Traffic): Readonly<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const { reporter, workload, code, flags, requests } of traffic.requestSeries()) {
        const key = `${reporter} ${workload?.name ?? "unknown"} ${code} ${flags}`;
        found[key] = Math.round((found[key] ?? 0) + requests);
    }
    return found;
}

function after(mesh: Mesh, faults: readonly Fault[], seconds = 100, seed = 1): Traffic {
    const traffic = new Traffic(seed);
    traffic.advance(mesh.pods, flowsOf(mesh), faults, seconds);
    return traffic;
}

function near(actual: number | undefined, wanted: number): void {
    assert.ok(
        actual !== undefined && Math.abs(actual - wanted) < wanted * 0.05,
        `${actual} is not about ${wanted}`,
    );
}

describe("traffic", () => {
    it("is counted on both sides, a second's worth each second", () => {
        const { "destination backend-primary 200 -": answered, "source backend-primary 200 -": sent } =
            counted(after(canaryMesh(100, 0), []));

        near(answered, 2_000);
        assert.equal(sent, answered);
    });

    it("leaves a canary without weight alone, and gives it its share afterwards", () => {
        assert.ok(!("destination backend 200 -" in counted(after(canaryMesh(100, 0), []))));
        near(counted(after(canaryMesh(75, 25), []))["destination backend 200 -"], 500);
    });

    it("is the same for a seed, in however many steps, and another for another", () => {
        const mesh = canaryMesh(75, 25);
        const [once, steps, other] = [after(mesh, []), new Traffic(1), after(mesh, [], 100, 2)];
        for (let second = 0; second < 100; second++) steps.advance(mesh.pods, flowsOf(mesh), [], 1);
        const sum = (traffic: Traffic) =>
            [...traffic.requestSeries()].reduce((total, { requests }) => total + requests, 0);

        assert.ok(Math.abs(sum(once) - sum(steps)) < 1e-6);
        assert.notEqual(sum(once), sum(other));
    });

    it("fails in the application where a workload is bad, and both sides tell", () => {
        const found = counted(after(canaryMesh(50, 50), [{ workload: "prod/backend", errorRate: 0.3 }]));

        near(found["destination backend 500 -"], 300);
        near(found["source backend 500 -"], 300);
        assert.ok(!("destination backend-primary 500 -" in found));
    });

    it("is lost by a bad proxy, and only the caller's tells", () => {
        const pods = [
            pod("backend-primary"),
            pod("backend", "b-0", { proxy: { version: "1.31.2", revision: "default" } }),
        ];
        const found = counted(
            after({ ...canaryMesh(50, 50), pods }, [{ proxyVersion: "1.31.2", lossRate: 0.4 }]),
        );

        near(found["source backend 503 UC"], 400);
        near(found["destination backend 200 -"], 600);
        assert.ok(!("destination backend 503 UC" in found));
        assert.ok(!("source backend-primary 503 UC" in found));
    });

    it("finds nobody where no pod is ready, and nobody's name is known then", () => {
        const found = counted(after({ ...canaryMesh(100, 0), pods: [] }, []));

        assert.deepEqual(Object.keys(found), ["source unknown 503 UH"]);
        near(found["source unknown 503 UH"], 2_000);
    });

    it("is counted by the caller alone, where a pod has no proxy, and by the answering side alone, where it is a copy", () => {
        const outside = {
            ...canaryMesh(100, 0),
            pods: [pod("backend-primary", "p-0", { proxy: undefined })],
        };
        assert.deepEqual(Object.keys(counted(after(outside, []))), ["source backend-primary 200 -"]);

        const traffic = new Traffic(1);
        const mesh = canaryMesh(100, 0);
        const copies = flowsOf(mesh).map((flow) => ({ ...flow, copy: true }));
        traffic.advance(mesh.pods, copies, [], 10);
        assert.deepEqual(Object.keys(counted(traffic)), ["destination backend-primary 200 -"]);
    });

    it("takes longer where that is bad", () => {
        const mean = (faults: readonly Fault[]) => {
            const series = [...after(canaryMesh(100, 0), faults).requestSeries()].find(
                ({ reporter }) => reporter === "destination",
            ) as RequestSeries;
            return series.sum / series.requests;
        };

        assert.ok(Math.abs(mean([]) - 20) < 0.01);
        assert.ok(Math.abs(mean([{ workload: "prod/backend-primary", latency: 800 }]) - 820) < 0.01);
    });

    it("is forgotten with the pod that counted it, and begins at nothing in the next", () => {
        const mesh = canaryMesh(100, 0);
        const traffic = after(mesh, []);
        const next = { ...mesh, pods: [pod("backend-primary", "backend-primary-1")] };
        traffic.advance(next.pods, flowsOf(next), [], 50);

        const answering = [...traffic.requestSeries()].filter(({ reporter }) => reporter === "destination");
        assert.deepEqual(
            answering.map((series) => series.pod.name),
            ["backend-primary-1"],
        );
        near(answering[0]?.requests, 1_000);
    });

    it("keeps what a proxy has refused, for as long as the proxy lives", () => {
        const mesh = canaryMesh(100, 0);
        const traffic = after(mesh, [{ workload: "prod/backend", rejections: 2 }]);
        traffic.advance(mesh.pods, flowsOf(mesh), [], 1);

        assert.deepEqual(
            [...traffic.proxySeries()].map((series) => `${series.pod.name} ${series.rejections}`),
            ["backend-primary-0 0", "backend-0 2"],
        );
        traffic.advance([], [], [], 1);
        assert.deepEqual([...traffic.proxySeries()], []);
    });
});
