import assert from "node:assert/strict";

import { readMeshTemplate } from "../../../adapters/files/template-source";
import { type MeshTemplateArgs, meshFiles } from "../../../lifecycle/settings/mesh-template";

const args: MeshTemplateArgs = { name: "shop", stack: "prod", version: "1.2.3" };

describe("meshFiles", () => {
    const template = readMeshTemplate();
    const made = (more: Partial<MeshTemplateArgs> = {}) => meshFiles(template, { ...args, ...more });
    const text = (path: string, more?: Partial<MeshTemplateArgs>) => made(more).get(path) ?? "";

    it("names the stack in files and texts, and leaves the cluster's name, which sidecars hold", () => {
        const paths = [...made().keys()].filter((path) => path.startsWith("stacks/")).sort();

        assert.deepEqual(paths, [
            "stacks/Pulumi.prod.yaml",
            "stacks/holds.schema.json",
            "stacks/prod.lock.yaml",
            "stacks/prod.sidecars.yaml",
            "stacks/stack.schema.json",
            "stacks/windows.schema.json",
        ]);
        assert.match(text("stacks/prod.lock.yaml"), /^# .*update --stack prod$/m);
        assert.match(text("stacks/Pulumi.prod.yaml"), /^ {4}name: dev #/m);
        assert.match(text("README.md"), /Pulumi\.prod\.yaml/);
    });

    it("asks for exactly this version of Windlass, in one place", () => {
        const { name, dependencies } = JSON.parse(text("package.json")) as Record<string, unknown>;

        assert.equal(name, "shop");
        assert.deepEqual(dependencies, { windlass: "1.2.3" });
        assert.equal([...made().values()].filter((file) => file.includes("1.2.3")).length, 1);
    });

    it("sets the context, keeps comments, and quotes what is no plain YAML", () => {
        assert.match(text("Pulumi.yaml"), /^name: shop$/m);
        assert.match(
            text("stacks/Pulumi.prod.yaml", { context: "kind-a" }),
            /^ {4}context: "kind-a" # context of/m,
        );
        assert.match(
            text("stacks/Pulumi.prod.yaml", { context: "yes: #" }),
            /^ {4}context: ("yes: #"|'yes: #') #/m,
        );
        assert.match(text("stacks/Pulumi.prod.yaml"), /^ {4}context: "" # context of/m);
    });

    it("has dot files under their own names", () => {
        const paths = [...made().keys()];

        assert.ok(paths.includes(".gitignore") && paths.includes(".npmrc"));
        assert.ok(!paths.includes("gitignore") && !paths.includes("npmrc"));
    });

    for (const [key, value] of [
        ["name", ""],
        ["name", "Shop"],
        ["name", "-a"],
        ["stack", "../prod"],
        ["stack", "a/b"],
        ["stack", "a".repeat(64)],
    ] as const) {
        it(`refuses ${key} ${JSON.stringify(value)}`, () => {
            assert.throws(() => made({ [key]: value }), {
                name: "WindlassError",
                message: new RegExp(`^--${key}: `),
            });
        });
    }
});
