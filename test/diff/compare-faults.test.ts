import assert from "node:assert/strict";
import { join } from "node:path";
import { readCatalog } from "../../adapters/files/catalog-store";
import { compareFaultsBy } from "../../diff/compare-faults";

describe("compareFaultsBy", () => {
    const mends = compareFaultsBy(readCatalog(join(__dirname, "..", "..", "..")));
    it("mirrors itself: what a step mends, the way back opens", () => {
        const [there, back] = [mends("1.30.0", "1.31.1"), mends("1.31.1", "1.30.0")];
        assert.ok(there && back && there.mended.length > 0);
        assert.deepEqual([there.mended, there.opened, there.left], [back.opened, back.mended, back.left]);
    });
    it("does not guess about versions nobody knows", () => assert.equal(mends("1.31.0", "9.9.9"), undefined));
});
