import assert from "node:assert/strict";

import { projects } from "../support/project";

const AT = ["--at", "2026-10-05"];

describe("windlass releases", () => {
    const fresh = projects();

    it("names the newest release of a minor that has ended, and when it did", async () => {
        const { status, printed } = await fresh().run("releases", "--minor", "1.28", ...AT);

        assert.equal(status, 0);
        assert.match(printed, /^1\.28 +1\.28\.10 +2026-07-01 +ended 2026-07-01 +1\.30 to 1\.34 +none /m);
    });

    it("says which minors run on a Kubernetes, and which on each of two", async () => {
        const minors = async (...versions: readonly string[]): Promise<readonly string[]> => {
            const options = versions.flatMap((version) => ["--kubernetes", version]);
            const { printed } = await fresh().run("releases", "--json", ...options, ...AT);
            return (JSON.parse(printed) as { minor: string }[]).map(({ minor }) => minor);
        };

        assert.deepEqual(await minors(), ["1.31", "1.30", "1.29"]);
        assert.deepEqual(await minors("1.34"), ["1.31", "1.30", "1.29"]);
        assert.deepEqual(await minors("1.34", "v1.36.2-gke.100"), ["1.31", "1.30"]);
        assert.deepEqual(await minors("1.37"), ["1.31"]);
    });

    it("ends with 3 where nothing fits, and with 2 for what cannot be read", async () => {
        const project = fresh();
        const ends = async (...args: string[]): Promise<readonly [number, string]> => {
            const { status, printed, noted } = await project.run("releases", ...args, ...AT);
            return [status, printed + noted];
        };

        assert.deepEqual(await ends("--kubernetes", "1.20"), [3, "no minor fits"]);
        assert.deepEqual(await ends("--minor", "1.99"), [3, "no minor fits"]);
        assert.equal((await ends("--minor", "x"))[0], 2);
        assert.equal((await ends("--kubernetes", "x"))[0], 2);
    });
});
