import assert from "node:assert/strict";
import { touchedStacks } from "../../../adapters/forge/touched";

const STACKS = [
    { stack: "dev", apps: ["frontend", "backend"], folder: "deploy/dev" },
    { stack: "prod", apps: ["frontend"], folder: "clusters/prod" },
];

/** `[paths, stacks]` */
const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[], []],
    [["stacks/dev.lock.yaml"], ["dev"]],
    [
        ["stacks/Pulumi.prod.yaml", "stacks/dev.sidecars.yaml"],
        ["dev", "prod"],
    ],
    [["stacks/gone.lock.yaml", "stacks/stack.schema.json"], []],
    [["apps/backend/a b\n$(id).yaml"], ["dev"]],
    [["apps/frontend/x.yaml"], ["dev", "prod"]],
    [["apps/other/x.yaml"], []],
    [["docs/x.md", "README.md", ".github/workflows/ci.yaml", "test/x.ts", "catalog/x", ".gitlab/x"], []],
    [["clusters/prod/system/a.yaml", "deploy/dev/system/a.yaml"], []],
    [["deploy/script.sh"], ["dev", "prod"]],
    [["components/mesh/stack.ts"], ["dev", "prod"]],
    [["package-lock.json"], ["dev", "prod"]],
    [["Pulumi.yaml"], ["dev", "prod"]],
];

describe("touchedStacks", () => {
    for (const [paths, stacks] of cases) {
        it(`finds ${stacks.join(", ") || "none"} for ${JSON.stringify(paths)}`, () => {
            assert.deepEqual(touchedStacks(paths, STACKS), stacks);
        });
    }
});
