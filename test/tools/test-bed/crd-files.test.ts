import assert from "node:assert/strict";

import { CRD_FILES, pinnedCrdFile } from "../../../tools/test-bed/crd-files";

const GITHUB = new URL("https://raw.githubusercontent.com");

describe("the pinned CRD files", () => {
    it("are 17 different ones, each at an exact tag with a whole digest", () => {
        assert.equal(CRD_FILES.length, 17);
        assert.equal(new Set(CRD_FILES.map(({ repository, path }) => `${repository} ${path}`)).size, 17);
        assert.equal(new Set(CRD_FILES.map(({ sha256 }) => sha256)).size, 17);
        for (const { repository, tag, sha256 } of CRD_FILES) {
            assert.match(repository, /^[a-z-]+\/[a-z-]+$/);
            assert.match(tag, /^v\d+\.\d+\.\d+$/);
            assert.match(sha256, /^[0-9a-f]{64}$/);
        }
    });

    it("come from one tag a repository", () => {
        const tags = new Set(CRD_FILES.map(({ repository, tag }) => `${repository}@${tag}`));

        assert.deepEqual(
            [...tags],
            [
                "istio/api@v1.31.1",
                "fluxcd/source-controller@v1.9.1",
                "fluxcd/helm-controller@v1.6.3",
                "fluxcd/kustomize-controller@v1.9.4",
                "fluxcd/notification-controller@v1.9.3",
                "controlplaneio-fluxcd/flux-operator@v0.58.1",
                "fluxcd/flagger@v1.44.0",
            ],
        );
    });
});

describe("pinnedCrdFile", () => {
    const file = {
        repository: "fluxcd/flagger",
        tag: "v1.44.0",
        path: "artifacts/flagger/crd.yaml",
        sha256: "0",
    };

    it("is where GitHub serves the blob at a tag", () => {
        assert.deepEqual(pinnedCrdFile(GITHUB, file), {
            address: new URL(
                "https://raw.githubusercontent.com/fluxcd/flagger/v1.44.0/artifacts/flagger/crd.yaml",
            ),
            sha256: "0",
        });
    });

    it("is below a mirror's own path", () => {
        assert.equal(
            pinnedCrdFile(new URL("https://m.test/raw/"), file).address.href,
            "https://m.test/raw/fluxcd/flagger/v1.44.0/artifacts/flagger/crd.yaml",
        );
    });
});
