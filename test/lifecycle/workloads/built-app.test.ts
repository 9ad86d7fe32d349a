import assert from "node:assert/strict";
import { builtApp } from "../../../lifecycle/workloads/built-app";

/** `[what the folder holds, stack, tool and output, folder or values]` */
const cases: readonly (readonly [readonly string[], string, readonly (string | undefined)[] | undefined])[] =
    [
        [["deployment.yaml", "below/kustomization.yaml"], "dev", undefined],
        [["kustomization.yaml"], "dev", ["kustomize", "built/_all.yaml", "", undefined]],
        [["Kustomization"], "dev", ["kustomize", "built/_all.yaml", "", undefined]],
        [
            ["kustomization.yaml", "overlays/dev/kustomization.yml"],
            "dev",
            ["kustomize", "built/dev.yaml", "overlays/dev", undefined],
        ],
        [
            ["kustomization.yaml", "overlays/dev/kustomization.yaml"],
            "prod",
            ["kustomize", "built/_all.yaml", "", undefined],
        ],
        [["helm.yaml", "values.yaml"], "dev", ["helm", "built/_all.yaml", "", undefined]],
        [["helm.yaml", "values.dev.yaml"], "dev", ["helm", "built/dev.yaml", "", "values.dev.yaml"]],
        [["helm.yaml", "values.dev.yaml"], "prod", ["helm", "built/_all.yaml", "", undefined]],
    ];

describe("builtApp", () => {
    for (const [files, stack, expected] of cases)
        it(`of ${files.join(", ")} for ${stack} is ${expected?.join(" ") ?? "plain"}`, () => {
            const built = builtApp("shop", stack, new Set(files));

            assert.deepEqual(built && [built.tool, built.output, built.folder, built.stackValues], expected);
        });

    it("knows the files of other stacks", () => {
        const overlay = builtApp("shop", "dev", new Set(["overlays/dev/kustomization.yaml"]));
        const chart = builtApp("shop", "dev", new Set(["helm.yaml", "values.dev.yaml"]));

        assert.deepEqual(
            ["overlays/dev/a.yaml", "overlays/prod/a.yaml", "base/a.yaml"].map((file) =>
                overlay?.isOthers(file),
            ),
            [false, true, false],
        );
        assert.deepEqual(
            ["values.dev.yaml", "values.prod.yaml", "values.yaml", "chart/values.prod.yaml"].map((file) =>
                chart?.isOthers(file),
            ),
            [false, true, false, false],
        );
    });

    it("refuses a stack without an overlay where others have one", () => {
        assert.throws(
            () => builtApp("shop", "prod", new Set(["overlays/dev/kustomization.yaml"])),
            /apps\/shop\/overlays\/prod: is no kustomization, and stack prod has the app\. Add overlays\/prod/,
        );
    });

    it("refuses two tools at once", () => {
        assert.throws(
            () => builtApp("shop", "dev", new Set(["helm.yaml", "kustomization.yaml"])),
            /built by one tool/,
        );
    });
});
