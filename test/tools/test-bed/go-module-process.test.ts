import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { moduleFolder } from "../../../tools/test-bed/go-module-process";
import { temporaryFolder } from "../../support/temporary-folder";

describe("a Go module's folder", () => {
    const root = temporaryFolder();
    const go = (text: string): string => {
        const path = join(root, "go");
        writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
        return path;
    };
    const find = (text: string) =>
        moduleFolder({ go: go(text), module: "a.b/c", folder: root, env: process.env });

    it("is where go says it is", async () => {
        assert.equal(await find("echo /mod/a.b/c@v1"), "/mod/a.b/c@v1");
    });

    it("is an error with go's last words where it cannot be had", async () => {
        await assert.rejects(
            find("echo first >&2; echo no such module >&2; exit 1"),
            /a\.b\/c[\s\S]*no such module/,
        );
        await assert.rejects(find("exit 0"), /cannot be fetched/);
    });
});
