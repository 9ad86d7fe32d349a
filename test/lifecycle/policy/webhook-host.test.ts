import assert from "node:assert/strict";
import { webhookHost } from "../../../lifecycle/policy/webhook-host";

const hosts = webhookHost({
    names: new Map([
        ["prod", new Set(["loadtester"])],
        ["flagger-system", new Set(["gate"])],
    ]),
    releases: new Map([["tools", ["tester"]]]),
});

describe("webhookHost", () => {
    for (const url of [
        "http://loadtester.prod/",
        "http://LOADTESTER.prod.svc.cluster.local.:8080/x",
        "http://gate/",
        "http://my-tester.tools/",
        "https://hooks.example.com/",
        "https://example.de/",
        "http://127.0.0.1:80/",
        "http://[::1]/",
        "no address",
    ])
        it(`has nothing to say of ${url}`, () => assert.equal(hosts.problemOf(url), undefined));

    for (const [url, host] of [
        ["http://loadtester.svc/", "loadtester.svc"],
        ["http://nobody.prod.svc/", "nobody.prod.svc"],
        ["http://loadtester/", "loadtester"],
        ["http://tester.staging/", "tester.staging"],
    ] as const)
        it(`says that ${url} leads nowhere`, () =>
            assert.ok(hosts.problemOf(url)?.startsWith(`calls ${host}, `)));
});
