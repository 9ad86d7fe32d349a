import assert from "node:assert/strict";

import { parseHey } from "../../../tools/simulator/hey";

describe("a command line of hey", () => {
    const parse = (line: string) => parseHey(line.split(" "));

    it("says which Service, how much and how long", () => {
        assert.deepEqual(parse("-z 1m -q 10 -c 2 http://backend-canary.prod:9898/"), {
            service: { namespace: "prod", name: "backend-canary" },
            rate: 20,
            seconds: 60,
        });
    });

    it("has defaults, and flags that change nothing", () => {
        const found = parseHey(["-H", "Cookie: type=insider", "-z", "30s", "http://a.b.svc.cluster.local/"]);

        assert.deepEqual(found, { service: { namespace: "b", name: "a" }, rate: 500, seconds: 30 });
    });

    it("is none of a Service where its host is none", () => {
        assert.equal(parse("-z 1m http://localhost/"), undefined);
    });

    it("is refused without a duration or an address", () => {
        assert.throws(() => parse("-n 200 http://a.b/"), /-z DURATION is missing/);
        assert.throws(() => parse("-z 1m nowhere"), /nowhere is no address/);
    });
});
