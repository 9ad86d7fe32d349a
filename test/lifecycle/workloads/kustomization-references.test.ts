import assert from "node:assert/strict";
import { kustomizationReferences } from "../../../lifecycle/workloads/kustomization-references";

const FILE = "apps/shop/overlays/dev/kustomization.yaml";
const of = (...resources: string[]) => kustomizationReferences(FILE, JSON.stringify({ resources }));

describe("kustomizationReferences", () => {
    it("follows resources, bases and components to where they are", () => {
        const text =
            "resources: [../../base, a.yaml]\nbases: [../../../common/]\ncomponents: [./../parts]\npatches: [{ path: p.yaml }]\n";

        assert.deepEqual(kustomizationReferences(FILE, text), [
            "apps/shop/base",
            "apps/shop/overlays/dev/a.yaml",
            "apps/common/",
            "apps/shop/overlays/parts",
        ]);
    });

    it("has none of an empty file", () => {
        assert.deepEqual(kustomizationReferences(FILE, ""), []);
    });

    const commit = "0123456789abcdef0123456789abcdef01234567";
    for (const address of [
        "https://example.com/a/b//c?ref=",
        "ssh://git@example.com/a/b?ref=",
        "git@example.com:a/b?ref=",
        "github.com/a/b/c?ref=",
        "https://example.com/a/b?timeout=90s&ref=",
    ]) {
        it(`takes ${address} with a commit, and not with what moves`, () => {
            assert.deepEqual(of(`${address}${commit}`), []);
            for (const moving of ["main", "v1.2.3", commit.slice(0, 12), `${commit}0`])
                assert.throws(
                    () => of("a.yaml", `${address}${moving}`),
                    /kustomization\.yaml:1: resources\.1: .*\?ref= and the commit/,
                );
        });
    }

    it("takes no path for an address", () => {
        assert.deepEqual(of("my.app/base", "./v1.2/a/b", "../../base.d/a/b.yaml").length, 3);
    });
});
