import assert from "node:assert/strict";

import type { InjectJob, InjectOutcome } from "../../../adapters/istioctl/inject-job";
import { injectStream } from "../../../adapters/istioctl/stream";
import { fakeIstioctl } from "../../support/fake-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

function jobs(count: number): InjectJob[] {
    return Array.from({ length: count }, (_, index) => ({
        id: `ns/Deployment/w${index}`,
        document: {
            kind: "Deployment",
            metadata: { name: `w${index}`, namespace: "ns" },
            text: "---\n\u2028 é 😀 '\"",
        },
    }));
}

async function run(
    istioctl: string,
    list: InjectJob[],
): Promise<{ outcomes: InjectOutcome[]; rest: InjectJob[] }> {
    const outcomes: InjectOutcome[] = [];
    const queue = [...list];
    const rest = await injectStream({
        start: { istioctl, args: [] },
        next: () => queue.shift(),
        onOutcome: (outcome) => outcomes.push(outcome),
    });
    return { outcomes, rest };
}

describe("injectStream", () => {
    const root = temporaryFolder();

    before(function () {
        if (process.platform === "win32") this.skip();
    });

    it("matches answers to what was asked, whatever the documents hold", async () => {
        const list = jobs(300);
        const { outcomes, rest } = await run(fakeIstioctl(root, "echo", "cat"), list);
        assert.deepEqual(
            outcomes,
            list.map(({ id, document }) => ({ id, injected: document })),
        );
        assert.deepEqual(rest, []);
    });

    it("blames the first document without an answer, and hands back those behind it", async () => {
        const istioctl = fakeIstioctl(root, "fails", 'head -n 4; echo "Error: no such field" >&2; exit 1');
        const { outcomes, rest } = await run(istioctl, jobs(5));
        assert.deepEqual(
            outcomes.map(({ id, reason }) => [id, reason]),
            [
                ["ns/Deployment/w0", undefined],
                ["ns/Deployment/w1", undefined],
                ["ns/Deployment/w2", "no such field"],
            ],
        );
        assert.deepEqual(
            rest.map(({ id }) => id),
            ["ns/Deployment/w3", "ns/Deployment/w4"],
        );
    });

    it("does not take one object's answer for another's", async () => {
        const istioctl = fakeIstioctl(root, "swaps", 'sed "s/\\"w1\\"/\\"w9\\"/"');
        await assert.rejects(
            run(istioctl, jobs(2)),
            /ns\/Deployment\/w1: istioctl kube-inject answered with another object than it was given/,
        );
    });
});
