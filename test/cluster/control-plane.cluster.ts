import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { runningComponents, stopComponents } from "../../tools/test-bed/component-process";
import {
    clusterDown,
    clusterStatus,
    clusterUp,
    restartComponents,
} from "../../tools/test-bed/control-plane-process";
import type { ClusterLayout } from "../../tools/test-bed/layout";
import { COMPONENTS, type Programs } from "../../tools/test-bed/programs";
import { readState } from "../../tools/test-bed/state-store";
import { KubeClient } from "../support/kube-api";
import { connect, eventually, programsOrSkip, testLayout } from "../support/control-plane";

const ROOT = join(__dirname, "..", "..");

/** Runs `windlass cluster up` as a process of its own, to be killed. */
function windlass(layout: ClusterLayout, ...args: readonly string[]): ChildProcess {
    const command = [join(ROOT, "cli", "windlass.cjs"), "cluster", ...args, "--name", layout.name];
    return spawn(process.execPath, command, { cwd: ROOT, stdio: "ignore" });
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
    return new Promise((resolve) => child.once("exit", (status, signal) => resolve(signal ?? status)));
}

describe("a local control plane", function () {
    this.timeout(180_000);
    const layout = testLayout("first");
    const other = testLayout("second");
    let programs: Programs;
    const up = (where = layout) => clusterUp({ layout: where, programs: () => Promise.resolve(programs) });
    const pids = (where = layout) => runningComponents(where).map(({ pid }) => pid);
    const names = (where = layout) => runningComponents(where).map(({ component }) => component);
    async function withApi<T>(action: (api: KubeClient) => Promise<T>, where = layout): Promise<T> {
        const api = connect(where);
        try {
            return await action(api);
        } finally {
            api.close();
        }
    }
    const createNamespace = (name: string, where = layout) =>
        withApi((api) => api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }), where);
    const hasNamespace = (name: string, where = layout) =>
        withApi(
            async (api) => (await api.request({ path: `/api/v1/namespaces/${name}` })).status === 200,
            where,
        );

    before(async function () {
        programs = await programsOrSkip(this);
    });
    after(async function () {
        this.timeout(60_000);
        for (const where of [layout, other]) await clusterDown(where);
    });

    it("starts from nothing and answers", async () => {
        const start = performance.now();
        const { state, started, version } = await up();
        process.stderr.write(`      (up in ${((performance.now() - start) / 1000).toFixed(1)} s)\n`);

        assert.deepEqual({ state, started }, { state: "up", started: true });
        assert.match(version ?? "", /^v1\.\d+\.\d+/);
        assert.deepEqual(names().sort(), [...COMPONENTS].sort());
    });

    it("keeps its keys to its owner", () => {
        assert.equal(statSync(layout.folder).mode & 0o777, 0o700);
        for (const file of [layout.kubeconfig, layout.tokens, layout.signingKey]) {
            assert.equal(statSync(file).mode & 0o777, 0o600, file);
        }
    });

    it("listens on the loopback only", async () => {
        const port = readState(layout)?.port ?? 0;
        const addresses = Object.values(networkInterfaces())
            .flat()
            .filter((address) => address?.family === "IPv4" && !address.internal);
        for (const address of addresses) {
            assert.equal(await answers(address?.address ?? "", port), false, address?.address);
        }
        assert.equal(await answers("127.0.0.1", port), true);
    });

    it("refuses whoever has no token", async () => {
        const stranger = new KubeClient({
            server: `https://127.0.0.1:${readState(layout)?.port}`,
            token: "guess",
            authority: readFileSync(layout.authority, "utf8"),
        });
        assert.equal((await stranger.request({ path: "/api/v1/namespaces" })).status, 401);
        stranger.close();
    });

    it("is left alone by a second up", async () => {
        const before = pids();

        const { started } = await up();

        assert.equal(started, false);
        assert.deepEqual(pids(), before);
    });

    it("has a second one beside it that shares nothing", async () => {
        await createNamespace("only-here");
        await up(other);

        assert.notEqual(readState(other)?.port, readState(layout)?.port);
        assert.equal(await hasNamespace("only-here", other), false);
        await clusterDown(other);
        assert.deepEqual(names(other), []);
        assert.equal(existsSync(other.folder), false);
        assert.equal((await clusterStatus(layout)).state, "up");
    });

    it("comes back from an API server that was killed: same port, same data", async () => {
        await stopComponents(layout, { components: ["kube-apiserver"], grace: 0 });
        assert.equal((await clusterStatus(layout)).state, "broken");
        const rest = pids();

        await restartComponents(layout, ["kube-apiserver"], programs);

        assert.equal((await clusterStatus(layout)).state, "up");
        assert.equal(await hasNamespace("only-here"), true);
        assert.deepEqual(
            rest.filter((pid) => !pids().includes(pid)),
            [],
        );
    });

    for (const component of COMPONENTS) {
        it(`is mended by up after SIGKILL to ${component}, with its port and data`, async () => {
            const before = readState(layout);
            await stopComponents(layout, { components: [component], grace: 0 });
            assert.equal((await clusterStatus(layout)).state, "broken");

            await up();

            assert.equal((await clusterStatus(layout)).state, "up");
            assert.deepEqual(names().sort(), [...COMPONENTS].sort());
            assert.deepEqual(readState(layout), before);
            assert.equal(await hasNamespace("only-here"), true);
        });
    }

    it("is found by its processes when its folder is gone", async () => {
        rmSync(layout.folder, { recursive: true });

        assert.equal((await clusterStatus(layout)).state, "broken");
        await up();
        assert.deepEqual(names().sort(), [...COMPONENTS].sort());
        assert.equal(await hasNamespace("only-here"), false);
    });

    it("is gone after down, and down of nothing is no error", async () => {
        assert.equal(await clusterDown(layout), true);

        assert.deepEqual(pids(), []);
        assert.equal(existsSync(layout.folder), false);
        assert.equal((await clusterStatus(layout)).state, "down");
        assert.equal(await clusterDown(layout), false);
    });

    for (const delay of [600, 1200, 2500]) {
        it(`is cleared and started by up when an earlier up got SIGKILL after ${delay} ms`, async () => {
            const child = windlass(layout, "up");
            const exit = ended(child);
            await sleep(delay);
            child.kill("SIGKILL");
            await exit;

            await up();

            assert.equal((await clusterStatus(layout)).state, "up");
            assert.deepEqual(names().sort(), [...COMPONENTS].sort());
            await clusterDown(layout);
        });
    }

    it("leaves nothing when up is interrupted", async () => {
        const child = windlass(layout, "up");
        const exit = ended(child);
        await eventually("something to start", () => pids().length > 0);
        child.kill("SIGINT");

        assert.equal(await exit, 130);
        assert.deepEqual(pids(), []);
        assert.equal(existsSync(layout.folder), false);
    });

    it("is started once by two ups at once", async () => {
        const both = [windlass(layout, "up"), windlass(layout, "up")].map(ended);

        assert.deepEqual(await Promise.all(both), [0, 0]);
        assert.deepEqual(names().sort(), [...COMPONENTS].sort());
        assert.equal(await ended(windlass(layout, "down")), 0);
        assert.deepEqual(pids(), []);
    });
});

/** Whether something accepts connections there. */
function answers(host: string, port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connectSocket({ host, port, timeout: 2_000 });
        const end = (accepted: boolean) => {
            socket.destroy();
            resolve(accepted);
        };
        socket.once("connect", () => end(true));
        socket.once("error", () => end(false));
        socket.once("timeout", () => end(false));
    });
}
