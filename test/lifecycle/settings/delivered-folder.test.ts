import assert from "node:assert/strict";
import { deliveredFolder, deliveredFolders } from "../../../lifecycle/settings/delivered-folder";
import type { StackSettings } from "../../../lifecycle/settings/settings";

function settings(stack: string, path: string): Pick<StackSettings, "stack" | "flux"> {
    return { stack, flux: { git: { path } } } as StackSettings;
}

describe("deliveredFolder", () => {
    for (const [path, folder] of [
        ["clusters/dev", "clusters/dev"],
        ["deploy//dev/", "deploy/dev"],
    ] as const) {
        it(`is ${folder} for ${path}`, () => {
            assert.equal(deliveredFolder(settings("dev", path)), folder);
        });
    }
});

describe("deliveredFolders", () => {
    it("gives each stack its own", () => {
        const stacks = [
            settings("dev", "clusters/dev"),
            settings("dev-2", "clusters/dev-2"),
            settings("a", "x"),
        ];

        assert.deepEqual(Object.fromEntries(deliveredFolders(stacks)), {
            dev: "clusters/dev",
            "dev-2": "clusters/dev-2",
            a: "x",
        });
    });

    for (const [path, rule] of [
        ["clusters/dev", "is the folder of dev too"],
        ["clusters/dev/system", "lies in the folder of dev"],
    ] as const) {
        it(`refuses ${path} beside clusters/dev`, () => {
            const stacks = [
                settings("staging", path),
                settings("dev", "clusters/dev"),
                settings("x", "clusters/e"),
            ];

            assert.throws(() => deliveredFolders(stacks), {
                message: `stacks/Pulumi.staging.yaml: flux.git.path: "${path}": ${rule}. Give each stack a folder of its own, such as clusters/<stack>.`,
            });
        });
    }
});
