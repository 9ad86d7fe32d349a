import assert from "node:assert/strict";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { EnginePorts } from "../../../tools/test-bed/engine-commands";
import { runningEngines, stopEngines } from "../../../tools/test-bed/engine-process";
import { enginePorts, startEngine, startEngines } from "../../../tools/test-bed/engine-processes";
import { clusterLayout } from "../../../tools/test-bed/layout";
import { temporaryFolder } from "../../support/temporary-folder";

/** Says that it is healthy on the port of its load tester's flag, and by which process. */
const HEALTHY = `
const port = Number(process.argv.find((arg) => arg.startsWith("-port=")).slice(6));
require("node:http").createServer((_, response) => response.end(String(process.pid))).listen(port, "127.0.0.1");
`;

describe("engines beside a control plane", function () {
    this.timeout(20_000);
    const root = realpathSync(temporaryFolder());
    const layout = clusterLayout(root, "one");
    const script = (name: string, text: string): string => {
        const path = join(root, name);
        writeFileSync(path, `#!/usr/bin/env node\n${text}\n`, { mode: 0o755 });
        return path;
    };
    const healthy = script("healthy", HEALTHY);
    const broken = script("broken", 'console.error("no such kind"); process.exit(3)');
    const running = () => runningEngines(layout).map(({ instance }) => instance);
    const ask = async ({ serving }: EnginePorts) => (await fetch(`http://127.0.0.1:${serving}/`)).text();

    before(() => mkdirSync(layout.folder, { recursive: true }));
    afterEach(() => stopEngines(layout, { grace: 0 }));

    it("are healthy once they are started, and keep their ports when they are started again", async () => {
        const programs = { loadtester: healthy };
        const { loadtester } = await startEngines({ layout, names: ["loadtester"], programs });
        assert.ok(loadtester);
        const first = await ask(loadtester.ports);
        assert.equal(first, String(loadtester.pid()));

        await loadtester.kill();
        assert.equal(loadtester.alive(), false);
        await loadtester.restart();
        const second = await ask(loadtester.ports);
        assert.notEqual(second, first);
        assert.equal(second, String(loadtester.pid()));

        const again = await startEngines({ layout, names: ["loadtester"], programs });
        assert.deepEqual(again.loadtester?.ports, loadtester.ports);
        assert.deepEqual(running(), ["loadtester"]);
    });

    it("leave nothing when one of them fails, and the error quotes its log", async () => {
        const programs = { loadtester: healthy, flagger: broken };

        await assert.rejects(
            startEngines({ layout, names: ["loadtester", "flagger"], programs }),
            /flagger\.log: flagger ended while it was started: no such kind/,
        );
        assert.deepEqual(running(), []);
    });

    it("leave nothing when they are aborted", async () => {
        const abort = new AbortController();
        const silent = script("silent", "setInterval(() => undefined, 1000)");
        const starting = startEngines({
            layout,
            names: ["loadtester"],
            programs: { loadtester: silent },
            signal: abort.signal,
        });
        setTimeout(() => abort.abort(new Error("enough")), 300);

        await assert.rejects(starting, /enough|aborted/);
        assert.deepEqual(running(), []);
    });

    it("are started by a command of the caller's, several of one program side by side", async () => {
        const ports = [await enginePorts(layout, "a"), await enginePorts(layout, "b")];
        for (const [index, instance] of ["a", "b"].entries()) {
            const own = ports[index];
            assert.ok(own);
            const health = `http://127.0.0.1:${own.serving}/`;
            const command = { args: [`-port=${own.serving}`], health };
            await startEngine({ layout, instance, program: healthy, ports: own, command });
        }

        assert.deepEqual(running().sort(), ["a", "b"]);
    });
});
