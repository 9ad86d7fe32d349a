import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { runningEngines } from "../../../tools/test-bed/engine-process";
import { type FollowedIstiods, followIstiods } from "../../../tools/test-bed/istiod-processes";
import { clusterLayout } from "../../../tools/test-bed/layout";
import { prepareFolder } from "../../../tools/test-bed/state-store";
import { eventually } from "../../support/control-plane";
import { temporaryFolder } from "../../support/temporary-folder";

/** Stands for istiod: says that it is ready, and which version it is. */
const FAKE = `
const port = process.argv.find((arg) => arg.startsWith("--httpAddr=")).split(":").at(-1);
require("node:http").createServer((_, response) => response.end("ready")).listen(Number(port), "127.0.0.1");
`;

interface FakeDeployment {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: object;
    status: { readyReplicas: number };
}

describe("istiods that follow their Deployments", function () {
    this.timeout(20_000);
    const root = temporaryFolder();
    const layout = clusterLayout(root, "one");
    const script = join(root, "istiod.cjs");
    const deployments = new Map<string, FakeDeployment>();
    const routes = new Map<string, number>();
    const asked: string[] = [];
    let answers = true;
    let istiods: FollowedIstiods;

    const api = {
        request: ({ path }: { readonly path: string }) => {
            asked.push(path);
            const body = path.endsWith("/token")
                ? { status: { token: `token of ${path.split("/").at(-2) ?? ""}` } }
                : { items: [...deployments.values()] };
            return answers
                ? Promise.resolve({ status: 200, text: "", body, warnings: [] })
                : Promise.reject(new Error("no answer"));
        },
    };
    const pids = () => runningEngines(layout).map(({ pid }) => pid);
    const port = (name: string) => routes.get(`${name}.istio-system:443`);

    function deploy(name: string, version: string, readyReplicas = 1): void {
        const discovery = { name: "discovery", args: [script, "discovery"], image: `pilot:${version}` };
        const template = { spec: { serviceAccountName: name, containers: [discovery] } };
        const metadata = { name, namespace: "istio-system" };
        deployments.set(name, { metadata, spec: { template }, status: { readyReplicas } });
    }

    before(() => {
        writeFileSync(script, FAKE);
        prepareFolder(layout, { port: 20_001 });
        mkdirSync(layout.certificates, { recursive: true });
        writeFileSync(layout.authority, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
        istiods = followIstiods({ layout, api, program: process.execPath, routes });
    });

    after(() => istiods.stop());

    it("starts one for each Deployment with a ready pod, as its service account", async () => {
        deploy("istiod", "1");
        deploy("istiod-1-31-1", "1");
        deploy("unready", "1", 0);
        await eventually("both to serve", () => istiods.serving().length === 2);

        assert.deepEqual(istiods.serving(), ["istiod", "istiod-1-31-1"]);
        assert.notEqual(port("istiod"), port("istiod-1-31-1"));
        assert.equal(port("unready"), undefined);
        const [instance = ""] = runningEngines(layout).map((engine) => engine.instance);
        const kubeconfig = readFileSync(join(layout.engines, instance, "kubeconfig"), "utf8");
        assert.match(kubeconfig, /token of istiod/);
        assert.equal(istiods.failure(), undefined);
    });

    it("replaces one whose pods are made anew, and answers all the while", async () => {
        const before = port("istiod");
        const seen = new Set<number | undefined>();
        deploy("istiod", "2");
        await eventually("the new one to serve", () => {
            seen.add(port("istiod"));
            return port("istiod") !== before && pids().length === 2;
        });

        assert.ok(!seen.has(undefined));
    });

    it("starts one again that was killed", async () => {
        const [victim = 0] = pids();
        process.kill(victim, "SIGKILL");
        await eventually("another to run", () => pids().length === 2 && !pids().includes(victim));
    });

    it("ends none because the API server does not answer", async () => {
        const before = pids();
        answers = false;
        await eventually("it to be said", () => /no answer/.test(istiods.failure() ?? ""));
        assert.deepEqual(pids(), before);
        answers = true;
        await eventually("it to be over", () => istiods.failure() === undefined);
    });

    it("ends one whose Deployment has gone, and one that is scaled to zero", async () => {
        deployments.delete("istiod");
        deploy("istiod-1-31-1", "1", 0);
        await eventually("nobody to serve", () => istiods.serving().length === 0 && pids().length === 0);

        assert.equal(routes.size, 0);
    });

    it("leaves nothing when it is stopped", async () => {
        deploy("istiod", "3");
        await eventually("one to serve", () => istiods.serving().length === 1);
        await istiods.stop();

        assert.deepEqual(pids(), []);
        const before = asked.length;
        await new Promise((resolve) => setTimeout(resolve, 400));
        assert.equal(asked.length, before);
    });
});
