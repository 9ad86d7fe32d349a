import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const ROOMS = ["components", "lifecycle", "render", "cli", "policy", "provider"];

/** Folders of tests that mirror no room: shared helpers, data, and tests of the whole. */
const NOT_MIRRORED = [
    "support",
    "fixtures",
    "golden",
    "apps",
    "stacks",
    "cluster",
    "e2e",
    "workflows",
    "scripts",
];

function filesBelow(folder: string, ending: string): string[] {
    return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) return filesBelow(path, ending);
        return entry.name.endsWith(ending) ? [path] : [];
    });
}

/** Whether a module does anything: one that only declares types or passes on others' exports has nothing to test. */
function hasBehaviour(source: string): boolean {
    return /^export (?:async )?(?:function|class|abstract class)\b|^export const \w+[^=]*= (?:async )?\(|^export = /m.test(
        readFileSync(join(ROOT, source), "utf8"),
    );
}

describe("the tree of tests", () => {
    it("has a test at the same path for every module with behaviour", () => {
        const untested = ROOMS.flatMap((room) => filesBelow(room, ".ts"))
            .filter(hasBehaviour)
            .filter((source) => !existsSync(join(ROOT, "test", source.replace(/\.ts$/, ".test.ts"))));

        assert.deepEqual(untested, []);
    });

    it("has no test without its module", () => {
        const orphans = readdirSync(join(ROOT, "test"), { withFileTypes: true })
            .filter((entry) => entry.isDirectory() && !NOT_MIRRORED.includes(entry.name))
            .flatMap(({ name }) => filesBelow(`test/${name}`, ".test.ts"))
            .filter(
                (test) => !existsSync(join(ROOT, test.slice("test/".length).replace(/\.test\.ts$/, ".ts"))),
            );

        assert.deepEqual(orphans, []);
    });
});
