import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkLock } from "../../../lifecycle/upgrade/lock-check";
import { readLock } from "../../../adapters/files/lock-store";
import { listStacks, readSettings, requireStackName } from "../../../adapters/files/settings-source";
import { MESH } from "../../support/mesh";

const NAME_REMEDY =
    "Use at most 63 lower-case letters, digits and dashes, starting and ending with a letter or digit.";

describe("the stacks of the repository", () => {
    it("are three, in different states", () => {
        const rows = listStacks(MESH).map((stack) => {
            const { istio, delivery, cluster, fleet, workloads } = readSettings(MESH, stack);
            const file = readLock(MESH, stack);
            const pins = `${file.lock.istio.controlPlane.version} ${file.lock.istio.proxies.version}`;
            const warnings = checkLock(readSettings(MESH, stack), file);
            return [
                stack,
                istio.range,
                istio.strategy,
                delivery,
                cluster.kubernetes,
                fleet.wave,
                pins,
                warnings.length,
                workloads.apps.join(" "),
            ];
        });

        const apps = "frontend backend loadtester";
        assert.deepEqual(rows, [
            ["dev", "~1.31", "in-place", "pulumi", "1.34", 0, "1.31.1 1.31.1", 0, apps],
            ["production", "~1.31.0", "in-place", "flux", "v1.34.1-gke.1829001", 2, "1.31.1 1.31.0", 1, apps],
            ["staging", ">=1.30.5 <1.32", "revisions", "flux", "1.34.3", 1, "1.31.1 1.31.1", 0, apps],
        ]);
    });

    it("share no cluster name and no network", () => {
        const clusters = listStacks(MESH).map((stack) => readSettings(MESH, stack).cluster);

        assert.equal(
            new Set(clusters.flatMap(({ name, network }) => [`name ${name}`, `network ${network}`])).size,
            6,
        );
    });
});

describe("a project's folder", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "windlass-settings-"));
        mkdirSync(join(root, "stacks"));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    function add(...names: string[]): void {
        for (const name of names) writeFileSync(join(root, "stacks", name), "config: {}\n");
    }

    it("has the stacks whose files it has, sorted, and nothing else", () => {
        add(
            "Pulumi.b.yaml",
            "Pulumi.a.yaml",
            "a.lock.yaml",
            "Pulumi.yaml",
            "stack.schema.json",
            ".Pulumi.a.yaml.1-ab.windlass-tmp",
        );

        assert.deepEqual(listStacks(root), ["a", "b"]);
    });

    it("may have no stacks at all", () => {
        rmSync(join(root, "stacks"), { recursive: true });

        assert.deepEqual(listStacks(root), []);
    });

    const hostile = [
        [
            "Pulumi.$(id).yaml",
            `stacks/Pulumi.$(id).yaml: "$(id)": is not the name of a stack. ${NAME_REMEDY}`,
        ],
        ["Pulumi.-x.yaml", `stacks/Pulumi.-x.yaml: "-x": is not the name of a stack. ${NAME_REMEDY}`],
        ["Pulumi.a\nb.yaml", `stacks/Pulumi.a?b.yaml: "a\\nb": is not the name of a stack. ${NAME_REMEDY}`],
        ["Pulumi.a.yml", "stacks/Pulumi.a.yml: would be ignored, as stack files end in .yaml. Rename it."],
    ] as const;
    for (const [name, message] of hostile) {
        it(`must not have the file ${JSON.stringify(name)}`, () => {
            add(name);

            assert.throws(() => listStacks(root), { name: "WindlassError", message });
        });
    }

    it("names the stacks there are when one is missing", () => {
        add("Pulumi.b.yaml", "Pulumi.a.yaml");

        assert.throws(() => readSettings(root, "dev"), {
            message: "stacks/Pulumi.dev.yaml: does not exist. Create it or choose one of a, b.",
        });
    });
});

describe("requireStackName", () => {
    for (const name of ["", "../dev", "Dev", "a.b", "a_b", "a".repeat(64), "a\n"]) {
        it(`refuses ${JSON.stringify(name).slice(0, 20)}`, () => {
            assert.throws(() => requireStackName(name), { name: "WindlassError" });
        });
    }
});
