import assert from "node:assert/strict";

import { injectAll } from "../../../adapters/istioctl/inject";
import { fakeIstioctl } from "../../support/fake-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

describe("injectAll", () => {
    const root = temporaryFolder();
    const jobs = Array.from({ length: 200 }, (_, index) => ({
        id: `w${index}`,
        document: { kind: "Job", metadata: { name: `w${index}`, namespace: "n" } },
    }));

    before(function () {
        if (process.platform === "win32") this.skip();
    });

    async function run(istioctl: string): Promise<Map<string, string | undefined>> {
        const reasons = new Map<string, string | undefined>();
        const inputs = { template: "t", values: "v", mesh: "m" };
        await injectAll({
            istioctl,
            inputs,
            revision: "default",
            native: true,
            jobs,
            streams: 2,
            onOutcome: ({ id, reason }) => reasons.set(id, reason),
        });
        return reasons;
    }

    it("answers for each document once", async () => {
        const reasons = await run(fakeIstioctl(root, "echo", "cat"));
        assert.equal(reasons.size, 200);
        assert.deepEqual(new Set(reasons.values()), new Set([undefined]));
    });

    it("gives istioctl memory, unless the environment says how much", async () => {
        const echo = fakeIstioctl(root, "settings", 'echo "Error: $GOGC $GOMEMLIMIT" >&2; exit 1');
        const before = process.env["GOGC"];
        try {
            delete process.env["GOGC"];
            assert.equal((await run(echo)).get("w0"), "800 1GiB");
            process.env["GOGC"] = "50";
            assert.equal((await run(echo)).get("w0"), "50 1GiB");
        } finally {
            if (before === undefined) delete process.env["GOGC"];
            else process.env["GOGC"] = before;
        }
    });

    it("gives up when it is not the documents' fault", async () => {
        const reasons = await run(fakeIstioctl(root, "broken", 'echo "Error: broken" >&2; exit 1'));
        assert.equal(reasons.size, 200);
        const counts = [...reasons.values()].filter((reason) => reason === "broken").length;
        assert.ok(counts >= 50 && counts <= 52, String(counts));
    });
});
