import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { COMPONENTS, type Component, builds } from "../../../tools/test-bed/programs";
import { TOOLS, cachedFolder, locatePrograms } from "../../../tools/test-bed/programs-source";
import { temporaryFolder } from "../../support/temporary-folder";

const KUBERNETES = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

describe("locatePrograms", () => {
    const root = temporaryFolder();
    const recipes = builds(readFileSync(join(TOOLS, "go.mod"), "utf8"));
    let count = 0;

    /** A folder with these programs in it. */
    function place(...components: readonly Component[]): string {
        const folder = join(root, `place-${count++}`);
        mkdirSync(folder);
        for (const component of components) writeFileSync(join(folder, component), "", { mode: 0o755 });
        return folder;
    }
    function cache(...components: readonly Component[]): string {
        const folder = place();
        for (const component of components) {
            const own = cachedFolder(folder, recipes[component]);
            mkdirSync(own, { recursive: true });
            writeFileSync(join(own, component), "", { mode: 0o755 });
        }
        return folder;
    }

    it("prefers KUBEBUILDER_ASSETS to PATH, and PATH to the cache", () => {
        const [assets, path, built] = [place("etcd"), place("etcd", "kwok"), cache(...COMPONENTS)];

        const { found, missing } = locatePrograms({
            env: { KUBEBUILDER_ASSETS: assets, PATH: path },
            cache: built,
        });

        assert.deepEqual(missing, []);
        assert.equal(found.etcd, join(assets, "etcd"));
        assert.equal(found.kwok, join(path, "kwok"));
        assert.equal(
            found["kube-apiserver"],
            join(cachedFolder(built, recipes["kube-apiserver"]), "kube-apiserver"),
        );
    });

    it("takes the Kubernetes programs from one place or not at all", () => {
        // What envtest installs: an API server without the rest.
        const env = { KUBEBUILDER_ASSETS: place("etcd", "kube-apiserver"), PATH: place(...KUBERNETES) };

        const { found, missing } = locatePrograms({ env, cache: cache() });

        for (const component of KUBERNETES) assert.equal(found[component], join(env.PATH, component));
        assert.deepEqual(missing, [recipes.kwok]);
        const without = locatePrograms({ env: { ...env, PATH: "" }, cache: cache() });
        assert.deepEqual(
            without.missing.map(({ component }) => component),
            [...KUBERNETES, "kwok"],
        );
    });
});
