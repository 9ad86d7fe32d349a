import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { executableOnPath, isExecutable } from "../../../adapters/files/executable-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("executableOnPath", () => {
    const root = temporaryFolder({ "a/helm": "", "b/helm": "#!/bin/sh\n", "c/helm/file": "" });
    before(() => chmodSync(join(root, "b/helm"), 0o755));

    it("passes over folders, files nobody may run, and paths that depend on where one stands", () => {
        const path = ["b", ".", "", ...["c", "missing", "a", "b"].map((name) => join(root, name))].join(
            delimiter,
        );

        assert.equal(executableOnPath("helm", { PATH: path }), join(root, "b/helm"));
        assert.equal(executableOnPath("kustomize", { PATH: path }), undefined);
    });

    it("finds nothing without a PATH", () => {
        assert.equal(executableOnPath("helm", {}), undefined);
    });

    it("knows what may be run", () => {
        assert.deepEqual(
            ["a/helm", "b/helm", "c/helm", "none"].map((file) => isExecutable(join(root, file))),
            [false, true, false, false],
        );
    });
});
