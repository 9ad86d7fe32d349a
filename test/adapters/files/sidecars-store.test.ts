import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
    readPreviousSidecars,
    readSidecars,
    sidecarsFile,
    writeSidecars,
} from "../../../adapters/files/sidecars-store";
import { exampleSidecars } from "../../support/example-sidecars";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the sidecars file", () => {
    const root = temporaryFolder();

    it("is missed with the command that makes it", () => {
        assert.throws(() => readSidecars(root, "dev"), {
            message: "stacks/dev.sidecars.yaml: does not exist. Run windlass inject --stack dev.",
        });
        assert.deepEqual(readPreviousSidecars(root, "dev"), { sidecars: undefined, warning: undefined });
    });

    it("is read as it was written, and not touched when nothing changed", () => {
        assert.equal(writeSidecars(root, "dev", exampleSidecars()), true);
        const { mtimeMs } = statSync(join(root, sidecarsFile("dev")));
        assert.deepEqual(readSidecars(root, "dev"), exampleSidecars());
        assert.equal(writeSidecars(root, "dev", exampleSidecars()), false);
        assert.equal(statSync(join(root, sidecarsFile("dev"))).mtimeMs, mtimeMs);
    });

    it("is no obstacle to inject when it is damaged", () => {
        writeFileSync(join(root, sidecarsFile("dev")), "schema: [");
        const { sidecars, warning } = readPreviousSidecars(root, "dev");
        assert.equal(sidecars, undefined);
        assert.match(warning ?? "", /^stacks\/dev\.sidecars\.yaml:/);
    });
});
