import assert from "node:assert/strict";
import { readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { httpCache } from "../../../adapters/http/http-cache-store";
import { temporaryFolder } from "../../support/temporary-folder";

describe("httpCache", () => {
    const folder = temporaryFolder();
    const answer = { etag: '"1"', body: Buffer.from([0, 255, 10]) };
    const fileOf = (cache: string): string => join(cache, readdirSync(cache)[0] ?? "");

    it("gives back what was kept, for the same address only", () => {
        const cache = httpCache(join(folder, "same"));

        cache.write("https://x.test/a", answer);

        assert.deepEqual(cache.read("https://x.test/a"), answer);
        assert.equal(cache.read("https://x.test/b"), undefined);
    });

    for (const [title, damage] of [
        ["cut off", (text: string) => text.slice(0, -5)],
        ["not JSON", () => "<html>"],
        ["about another address", (text: string) => text.replace("x.test", "y.test")],
        ["altered in its body", (text: string) => text.replace("AP8K", "AP8L")],
        ["without an ETag", (text: string) => text.replace('"etag"', '"gate"')],
    ] as const) {
        it(`counts a file that is ${title} as absent`, () => {
            const place = join(folder, title);
            const cache = httpCache(place);
            cache.write("https://x.test/a", answer);
            const before = readFileSync(fileOf(place), "utf8");
            assert.notEqual(damage(before), before);

            writeFileSync(fileOf(place), damage(before));

            assert.equal(cache.read("https://x.test/a"), undefined);
        });
    }

    it("forgets what nobody asked for in 90 days", () => {
        const place = join(folder, "old");
        const cache = httpCache(place);
        cache.write("https://x.test/a", answer);
        const old = Date.now() / 1000 - 91 * 86_400;
        utimesSync(fileOf(place), old, old);

        cache.write("https://x.test/b", answer);

        assert.equal(cache.read("https://x.test/a"), undefined);
        assert.deepEqual(cache.read("https://x.test/b"), answer);
    });

    it("does without a folder that cannot be written", () => {
        writeFileSync(join(folder, "file"), "");
        const cache = httpCache(join(folder, "file", "below"));

        cache.write("https://x.test/a", answer);

        assert.equal(cache.read("https://x.test/a"), undefined);
    });
});
