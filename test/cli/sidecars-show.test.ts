import assert from "node:assert/strict";
import { parse } from "yaml";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { projects } from "../support/project";

/** `[arguments, message]` */
const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^Missing required argument 'WORKLOAD'\. See `windlass sidecars show --help`/],
    [["a", "b"], /^"b": is an argument too many/],
    [["backend"], /^--stack: One stack is needed/],
    [["backnd", "--stack", "dev"], /^"backnd": There is no such workload/],
    [
        ["prod/Deployment/backnd", "--stack", "dev"],
        /There is no such workload\. Did you mean prod\/Deployment\/backend\?/,
    ],
];

describe("windlass sidecars show", () => {
    const fresh = projects();

    for (const name of ["backend", "prod/Deployment/backend"]) {
        it(`prints ${name} in full, as it goes to the cluster`, async () => {
            const { status, printed } = await fresh().run("sidecars", "show", name, "--stack", "dev");

            const manifest = parse(printed) as {
                metadata: { name: string };
                spec: { template: { spec: { initContainers: { name: string }[] } } };
            };
            assert.equal(status, ExitStatus.ok);
            assert.equal(manifest.metadata.name, "backend");
            assert.deepEqual(
                manifest.spec.template.spec.initContainers.map((container) => container.name),
                ["istio-init", "istio-proxy"],
            );
        });
    }

    for (const [args, message] of refused) {
        it(`refuses ${JSON.stringify(args)}`, async () => {
            const { status, noted } = await fresh().run("sidecars", "show", ...args);

            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, message);
        });
    }
});
