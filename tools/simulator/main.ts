/**
 * The traffic simulator as a process: `--kubeconfig=FILE --port=PORT [--seed=1] [--rate=20]`. What it answers is said in
 * `server.ts`. It ends with SIGTERM.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { readKubeconfig } from "../test-bed/kubeconfig";
import { listenOnLoopback } from "../test-bed/loopback-server";
import { follow } from "./kube-watch-source";
import { meshPod, meshRoute, meshService } from "./mesh";
import { simulatorServer } from "./server";
import { Simulation } from "./simulation";

const { values } = parseArgs({
    options: {
        kubeconfig: { type: "string" },
        port: { type: "string" },
        seed: { type: "string", default: "1" },
        rate: { type: "string", default: "20" },
    },
});
const access = readKubeconfig(readFileSync(values.kubeconfig ?? "", "utf8"));
const end = new AbortController();
const { signal } = end;

const pods = follow({ access, path: "/api/v1/pods", read: meshPod, signal });
const services = follow({ access, path: "/api/v1/services", read: meshService, signal });
const routes = follow({
    access,
    path: "/apis/networking.istio.io/v1/virtualservices",
    read: meshRoute,
    signal,
});
const kinds = { pods, services, virtualservices: routes };

const simulation = new Simulation({ seed: Number(values.seed), rate: Number(values.rate) });
const start = performance.now();
let seen = -1;

/** What has passed belongs to the cluster as it was, so time goes first. */
function catchUp(): void {
    simulation.advanceTo((performance.now() - start) / 1000);
    const version = Object.values(kinds).reduce((sum, kind) => sum + kind.version(), 0);
    if (version === seen) return;
    seen = version;
    simulation.setMesh({ pods: pods.items(), services: services.items(), routes: routes.items() });
}

const missing = () => Object.entries(kinds).flatMap(([name, kind]) => (kind.listed() ? [] : [name]));
const timer = setInterval(catchUp, 1_000);

void listenOnLoopback(simulatorServer({ simulation, catchUp, missing }), Number(values.port)).then(
    (server) => {
        const stop = () => {
            end.abort();
            clearInterval(timer);
            void server.stop();
        };
        process.once("SIGTERM", stop);
        process.once("SIGINT", stop);
    },
);
