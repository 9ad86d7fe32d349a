import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isMeshProgram } from "../../program/define-mesh";
import { loadProgram } from "../../render/load-program";
import { temporaryFolder } from "../support/temporary-folder";

const DEFINE_MESH = join(__dirname, "..", "..", "program", "define-mesh");
const PULUMI = join(__dirname, "..", "..", "node_modules", "@pulumi", "kubernetes");

describe("loadProgram", () => {
    const folder = temporaryFolder();
    let count = 0;

    function project(text?: string): string {
        const root = join(folder, `project-${count++}`);
        mkdirSync(root);
        if (text !== undefined) writeFileSync(join(root, "index.ts"), text);
        return root;
    }

    it("takes what index.ts exports, once", async () => {
        const root = project(
            `import { defineMesh } from ${JSON.stringify(DEFINE_MESH)};\nexport = defineMesh({ extend: {} });\n`,
        );

        const program = await loadProgram(root);

        assert.ok(isMeshProgram(program));
        assert.equal(await loadProgram(root), program);
    });

    it("takes the plain one where there is no index.ts", async () => {
        assert.ok(isMeshProgram(await loadProgram(project())));
    });

    for (const [what, text, rule] of [
        ["exports something else", "export = () => undefined;\n", /^index\.ts: does not export a mesh/],
        [
            "wraps the mesh, and may declare what nobody sees",
            `import { defineMesh } from ${JSON.stringify(DEFINE_MESH)};\nconst mesh = defineMesh();\nexport = () => mesh();\n`,
            /^index\.ts: does not export a mesh/,
        ],
        [
            "registers resources by itself",
            `import { core } from ${JSON.stringify(PULUMI)};\nnew core.v1.ConfigMap("a", {});\nexport = 1;\n`,
            /^index\.ts: "a": is declared outside of every layer/,
        ],
        ["is torn", "export = defineMesh(\n", /^index\.ts: cannot be loaded: /],
    ] as const) {
        it(`refuses an index.ts that ${what}`, async () => {
            await assert.rejects(loadProgram(project(text)), (error: Error) => {
                assert.equal(error.name, "WindlassError");
                assert.match(error.message, rule);
                return true;
            });
        });
    }
});
