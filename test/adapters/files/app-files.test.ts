import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtApps, inputsDigest } from "../../../adapters/files/app-files";
import { temporaryFolder } from "../../support/temporary-folder";

const FILES = {
    "apps/shop/kustomization.yaml": "resources: [base]\n",
    "apps/shop/base/kustomization.yaml":
        "resources: [a.yaml, ../../common]\nconfigMapGenerator: [{ files: [config/x.ini] }]\n",
    "apps/shop/base/a.yaml": "a: 1\n",
    "apps/shop/base/config/x.ini": "x=1\n",
    "apps/shop/overlays/dev/kustomization.yaml": "resources: [../../base]\n",
    "apps/shop/overlays/prod/kustomization.yaml": "resources: [../../base]\n",
    "apps/shop/built/dev.yaml": "",
    "apps/shop/.cache/file": "",
    "apps/common/kustomization.yaml": "resources: [b.yaml, ../deeper]\n",
    "apps/common/b.yaml": "b: 1\n",
    "apps/deeper/kustomization.yaml": "resources: [c.yaml, ../shop/base]\n",
    "apps/deeper/c.yaml": "c: 1\n",
    "apps/plain/a.yaml": "a: 1\n",
    "outside/kustomization.yaml": "",
};

describe("inputsDigest", () => {
    const root = temporaryFolder(FILES);
    const digest = (): string => {
        const built = builtApps(root)("shop", "dev");
        assert(built);
        return inputsDigest(root, "shop", built);
    };
    const changed = (file: string, text: string, what: () => void): void => {
        writeFileSync(join(root, file), text);
        try {
            what();
        } finally {
            writeFileSync(join(root, file), FILES[file as keyof typeof FILES]);
        }
    };

    it("is the same each time", () => {
        assert.equal(digest(), digest());
    });

    for (const file of [
        "apps/shop/base/a.yaml",
        "apps/shop/base/config/x.ini",
        "apps/common/b.yaml",
        "apps/deeper/c.yaml",
    ])
        it(`is another when ${file} is`, () => {
            const before = digest();
            changed(file, "changed: 1\n", () => assert.notEqual(digest(), before));
        });

    for (const file of [
        "apps/shop/overlays/prod/kustomization.yaml",
        "apps/shop/built/dev.yaml",
        "apps/shop/.cache/file",
        "apps/plain/a.yaml",
    ])
        it(`does not depend on ${file}`, () => {
            const before = digest();
            changed(file, "changed: 1\n", () => assert.equal(digest(), before));
        });

    it("refuses what lies outside of apps/", () => {
        changed("apps/common/kustomization.yaml", "resources: [../../outside]\n", () => {
            assert.throws(digest, /apps\/common\/kustomization\.yaml: "outside": lies outside of apps\//);
        });
    });

    it("has none for plain manifests, and for an app that is not there", () => {
        const appOf = builtApps(root);

        assert.deepEqual([appOf("plain", "dev"), appOf("none", "dev")], [undefined, undefined]);
    });
});
