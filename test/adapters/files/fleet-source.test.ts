import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { readFleet } from "../../../adapters/files/fleet-source";
import { projects } from "../../support/project";

describe("readFleet", () => {
    const fresh = projects();

    function brief(root: string): readonly string[] {
        return readFleet(root).map(
            ({ stack, wave, lock }) => `${stack} ${wave} ${lock?.istio.controlPlane.version ?? "unknown"}`,
        );
    }

    it("finds every stack with its wave and its lock", () => {
        assert.deepEqual(brief(fresh().root), ["dev 0 1.31.1", "production 2 1.31.1", "staging 1 1.31.1"]);
    });

    it("knows nothing of a stack whose lock is missing or damaged", () => {
        const project = fresh();
        rmSync(join(project.root, "stacks/dev.lock.yaml"));
        project.write("stacks/staging.lock.yaml", "schema: windlass/lock/v1\nistio: 1\n");

        assert.deepEqual(brief(project.root), ["dev 0 unknown", "production 2 1.31.1", "staging 1 unknown"]);
    });

    it("knows who cannot follow, and needs reason and last day for that", () => {
        const project = fresh();
        const settings = project.read("stacks/Pulumi.dev.yaml");
        const write = (exception: string): void =>
            project.write("stacks/Pulumi.dev.yaml", `${settings}    cannotFollow: ${exception}\n`);

        write('{ reason: "Kubernetes 1.31", expires: "2027-01-31" }');
        const members = readFleet(project.root);
        assert.deepEqual(
            members.map(({ stack, cannotFollow }) => [stack, cannotFollow]),
            [
                ["dev", { reason: "Kubernetes 1.31", expires: "2027-01-31" }],
                ["production", undefined],
                ["staging", undefined],
            ],
        );

        write('{ reason: "for ever" }');
        assert.throws(() => readFleet(project.root), /cannotFollow\.expires: .*is required/);
        write('{ expires: "2027-01-31" }');
        assert.throws(() => readFleet(project.root), /cannotFollow\.reason: .*is required/);
    });

    it("refuses settings nobody can read, for nobody knows then who comes first", () => {
        const project = fresh();
        project.write("stacks/Pulumi.dev.yaml", "config: 1\n");

        assert.throws(() => readFleet(project.root), /stacks\/Pulumi\.dev\.yaml/);
    });
});
