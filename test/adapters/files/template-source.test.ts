import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { MESH_WORKFLOWS, readMeshTemplate } from "../../../adapters/files/template-source";
import { holdsSchemaText } from "../../../lifecycle/holds/holds-schema";
import { windowsSchemaText } from "../../../lifecycle/windows/windows-schema";
import { stackFileSchemaText } from "../../../lifecycle/settings/settings-schema";

const ROOT = join(__dirname, "..", "..", "..");

describe("readMeshTemplate", () => {
    const template = readMeshTemplate();

    it("has the workflows this project uses itself, but for where scripts lie", () => {
        for (const name of MESH_WORKFLOWS) {
            const own = readFileSync(join(ROOT, ".github", "workflows", `${name}.yaml`), "utf8");
            const text = template.get(`.github/workflows/${name}.yaml`) ?? "";

            assert.equal(text.split("\n").length, own.split("\n").length, name);
            assert.doesNotMatch(text, /(?<!windlass\/)scripts\/(?!ensure-installed)|lifecycle\//, name);
        }
    });

    it("has the schemas of what people write below stacks/, as they are now", () => {
        assert.equal(template.get("stacks/stack.schema.json"), stackFileSchemaText());
        assert.equal(template.get("stacks/holds.schema.json"), holdsSchemaText());
        assert.equal(template.get("stacks/windows.schema.json"), windowsSchemaText());
    });

    it("calls in its workflows only scripts that its package.json has", () => {
        const { scripts } = JSON.parse(template.get("package.json") ?? "") as {
            scripts: Record<string, string>;
        };
        const called = [...template]
            .filter(([path]) => path.startsWith(".github/"))
            .flatMap(([, text]) =>
                [...text.matchAll(/npm (?:run (?:-s )?)?([a-z]+)/g)].map(([, name]) => name ?? ""),
            );

        assert.ok(called.length > 5);
        assert.deepEqual(
            [...new Set(called)].filter((name) => !(name in scripts)),
            [],
        );
    });
});
