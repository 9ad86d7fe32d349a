import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { enginesNamed } from "../../../tools/test-bed/engines";
import { cachedEngine, engineRelease, locateEngines } from "../../../tools/test-bed/engines-source";
import { temporaryFolder } from "../../support/temporary-folder";

function executable(file: string): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    chmodSync(file, 0o755);
    return file;
}

describe("engineRelease", () => {
    it("is what the engine's go.mod requires", () => {
        const tools = temporaryFolder();
        mkdirSync(join(tools, "flagger"));
        writeFileSync(join(tools, "flagger", "go.mod"), "require github.com/fluxcd/flagger v1.45.1\n");

        assert.equal(engineRelease("flagger", tools), "1.45.1");
    });
});

describe("locateEngines", () => {
    const root = temporaryFolder();
    const [flagger] = enginesNamed(["flagger"]);
    if (!flagger) throw new Error("there is no flagger");

    it("takes what is on PATH before what was built", () => {
        const cache = join(root, "path");
        const built = executable(cachedEngine(cache, { engine: flagger, version: "v1.44.0" }));
        const onPath = executable(join(root, "bin", "flagger"));

        const before = locateEngines({ names: ["flagger"], env: { PATH: "" }, cache });
        const after = locateEngines({ names: ["flagger"], env: { PATH: join(root, "bin") }, cache });

        assert.deepEqual(before, { found: { flagger: built }, missing: [] });
        assert.deepEqual(after, { found: { flagger: onPath }, missing: [] });
    });

    it("does not take what was built at another version, nor what cannot be run", () => {
        const cache = join(root, "other");
        executable(cachedEngine(cache, { engine: flagger, version: "v1.43.0" }));
        const half = cachedEngine(cache, { engine: flagger, version: "v1.44.0" });
        mkdirSync(dirname(half), { recursive: true });
        writeFileSync(half, "", { mode: 0o644 });

        const { found, missing } = locateEngines({ names: ["flagger"], env: { PATH: "" }, cache });

        assert.deepEqual(found, {});
        assert.deepEqual(
            missing.map(({ engine, version }) => `${engine.name} ${version}`),
            ["flagger v1.44.0"],
        );
    });
});
