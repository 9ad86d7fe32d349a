import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { type IncomingMessage, createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

import { type LoadTester, loadTester } from "../../../tools/simulator/load-tester";
import { type LoopbackServer, listenOnLoopback } from "../../../tools/test-bed/loopback-server";
import { temporaryFolder } from "../../support/temporary-folder";

describe("a load tester behind its door", () => {
    const engines = join(temporaryFolder(), "engines");
    const seen: string[] = [];
    let backend: LoopbackServer;
    let tester: LoadTester;
    let door: LoopbackServer;

    before(async () => {
        const answer = async (incoming: IncomingMessage) =>
            seen.push(`${incoming.url} ${await text(incoming)}`);
        backend = await listenOnLoopback(
            createServer(
                (incoming, response) => void answer(incoming).then(() => response.writeHead(202).end("done")),
            ),
        );
        const simulator = backend.port;
        tester = loadTester({ layout: { engines }, simulator, proxy: "http://127.0.0.1:1" });
        door = await tester.open(backend.port);
    });
    after(async () => {
        await door.stop();
        await backend.stop();
    });
    beforeEach(() => seen.splice(0));

    it("accepts only calls that came through the door", async () => {
        const [flag = ""] = tester.extra.args;
        const accepted = new RegExp(flag.replace("-namespace-regexp=", ""));
        const call = { name: "backend", namespace: "prod", metadata: { type: "cmd" } };
        const answer = await fetch(`${door.url}/`, { method: "POST", body: JSON.stringify(call) });

        assert.equal(answer.status, 202);
        assert.equal(await answer.text(), "done");
        const [path, body = ""] = (seen[0] ?? "").split(" ");
        const { namespace, ...rest } = JSON.parse(body) as typeof call;
        assert.equal(path, "/");
        assert.deepEqual(rest, { name: "backend", metadata: { type: "cmd" } });
        assert.match(namespace, accepted);
        assert.match(namespace, /^prod-/);
        assert.doesNotMatch("prod", accepted);
    });

    it("has another secret each time", () => {
        const other = loadTester({ layout: { engines }, simulator: backend.port, proxy: "" });

        assert.notDeepEqual(other.extra.args, tester.extra.args);
    });

    it("finds a hey that has the simulator make the load", async () => {
        const { env } = tester.extra;
        await promisify(execFile)("sh", ["-c", "hey -z 1m -H 'Cookie: a b' http://a.b/"], { env });

        assert.deepEqual(seen, ["/hey -z\n1m\n-H\nCookie: a b\nhttp://a.b/\n"]);
    });
});
