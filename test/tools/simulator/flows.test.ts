import assert from "node:assert/strict";

import { CLIENT, type DirectLoad, flows } from "../../../tools/simulator/flows";
import type { Mesh, Rule } from "../../../tools/simulator/mesh";
import { canaryMesh, pod, service } from "./example-mesh";

/** `service rate pods`, in the order they come. */
function told(
    mesh: Mesh,
    rates: Readonly<Record<string, number>> = {},
    loads: readonly DirectLoad[] = [],
): readonly string[] {
    return flows({ mesh, rate: 20, rates: new Map(Object.entries(rates)), loads }).map(
        (flow) =>
            `${flow.service} ${flow.rate} ${flow.pods.map(({ name }) => name).join()}${flow.copy ? " copy" : ""}`,
    );
}

function ruled(...rules: readonly Rule[]): Mesh {
    return { ...canaryMesh(100, 0), routes: [{ namespace: "prod", name: "backend", rules }] };
}

const PRIMARY = [{ host: "backend-primary", weight: 100 }];
const CANARY = [{ host: "backend-canary.prod.svc.cluster.local", weight: 100 }];

describe("flows", () => {
    it("go to the primary alone, as long as the canary's weight is zero", () => {
        assert.deepEqual(told(canaryMesh(100, 0)), ["backend-primary 20 backend-primary-0"]);
    });

    it("follow the weights", () => {
        assert.deepEqual(told(canaryMesh(75, 25)), [
            "backend-primary 15 backend-primary-0",
            "backend-canary 5 backend-0",
        ]);
    });

    it("go to whom a condition leads with the share that meets it, and past it with the rest", () => {
        assert.deepEqual(
            told(
                ruled(
                    { conditional: true, destinations: CANARY },
                    { conditional: false, destinations: PRIMARY },
                ),
            ),
            ["backend-canary 2 backend-0", "backend-primary 18 backend-primary-0"],
        );
    });

    it("are copied to a mirror", () => {
        const mirror = { host: "backend-canary", share: 0.5 };

        assert.deepEqual(told(ruled({ conditional: false, destinations: PRIMARY, mirror })), [
            "backend-primary 20 backend-primary-0",
            "backend-canary 10 backend-0 copy",
        ]);
    });

    it("go to every Service that no route is named after, but for those that Flagger makes", () => {
        const mesh = {
            pods: [pod("a")],
            services: [service("a"), service("a-primary"), service("b-canary")],
            routes: [],
        };

        assert.deepEqual(told(mesh), ["a 20 a-0"]);
    });

    it("are as many as is said of a route or a Service", () => {
        assert.deepEqual(told(canaryMesh(100, 0), { "prod/backend": 3 }), [
            "backend-primary 3 backend-primary-0",
        ]);
        assert.deepEqual(told({ pods: [], services: [service("a")], routes: [] }, { "prod/a": 0 }), []);
    });

    it("come from load tests, past all routes", () => {
        const load = { ...CLIENT, service: { namespace: "prod", name: "backend-canary" }, rate: 7 };

        assert.deepEqual(told(canaryMesh(100, 0), { "prod/backend": 0 }, [load]), [
            "backend-canary 7 backend-0",
        ]);
    });

    it("find pods that are ready and have every label, in their own namespace", () => {
        const pods = [
            pod("a", "one", { labels: { app: "a", tier: "x" } }),
            pod("a", "two", { labels: { app: "a", tier: "y" } }),
            pod("a", "three", { labels: { app: "a", tier: "x" }, ready: false }),
            pod("a", "four", { labels: { app: "a", tier: "x" }, namespace: "dev" }),
        ];
        const services = [{ namespace: "prod", name: "a", selector: { app: "a", tier: "x" } }];

        assert.deepEqual(told({ pods, services, routes: [] }), ["a 20 one"]);
    });

    it("have no pods where the Service is not there", () => {
        assert.deepEqual(told({ ...canaryMesh(100, 0), services: [] }), ["backend-primary 20 "]);
    });
});
