import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ENGINES, ENGINE_NAMES, enginesNamed } from "../../../tools/test-bed/engines";
import { ENGINES_FOLDER } from "../../../tools/test-bed/engines-source";
import { requiredVersion } from "../../../tools/test-bed/programs";

describe("ENGINES", () => {
    it("has one recipe for each name, in the same order", () => {
        assert.deepEqual(
            ENGINES.map(({ name }) => name),
            ENGINE_NAMES,
        );
    });

    for (const { name, folder, module, package: main } of ENGINES) {
        it(`has a module that requires ${name} at an exact version, with its sums`, () => {
            const goMod = readFileSync(join(ENGINES_FOLDER, folder, "go.mod"), "utf8");

            assert.match(requiredVersion(goMod, module), /^v\d+\.\d+\.\d+/);
            assert.ok(goMod.includes(main), `go.mod names no tool ${main}`);
            assert.ok(existsSync(join(ENGINES_FOLDER, folder, "go.sum")));
        });
    }
});

describe("enginesNamed", () => {
    it("keeps the order of the table, whatever the order of the names", () => {
        const named = enginesNamed(["flagger", "source-controller"]).map(({ name }) => name);

        assert.deepEqual(named, ["source-controller", "flagger"]);
    });
});
