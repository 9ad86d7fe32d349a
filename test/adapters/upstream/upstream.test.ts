import assert from "node:assert/strict";
import { upstreamOf } from "../../../adapters/upstream/upstream";

describe("upstreamOf", () => {
    it("is Istio's own places unless told otherwise", () => {
        const { releases, repository, docs, charts, files } = upstreamOf({ WINDLASS_ISTIO_MIRROR: "" });

        assert.deepEqual(
            [releases.href, repository.href, docs.href, charts.href, files.href],
            [
                "https://github.com/istio/istio/releases/download",
                "https://github.com/istio/istio",
                "https://raw.githubusercontent.com/istio/istio.io/master",
                "https://blob.istio.io/istio-release/charts",
                "https://raw.githubusercontent.com/",
            ],
        );
    });

    it("takes mirrors from the environment", () => {
        const { releases, repository, docs, charts, files } = upstreamOf({
            WINDLASS_ISTIO_MIRROR: "https://m.test/r",
            WINDLASS_ISTIO_REPOSITORY: "http://127.0.0.1:1/g",
            WINDLASS_ISTIO_DOCS: "https://m.test/d",
            WINDLASS_ISTIO_CHARTS: "https://m.test/c",
            WINDLASS_GITHUB_FILES: "https://m.test/f",
        });

        assert.deepEqual(
            [releases.href, repository.href, docs.href, charts.href, files.href],
            [
                "https://m.test/r",
                "http://127.0.0.1:1/g",
                "https://m.test/d",
                "https://m.test/c",
                "https://m.test/f",
            ],
        );
    });

    it("names the variable of a mirror that may not be asked", () => {
        assert.throws(() => upstreamOf({ WINDLASS_ISTIO_MIRROR: "http://m.test" }), {
            message:
                'WINDLASS_ISTIO_MIRROR: "http://m.test": must be https, or http on the loopback. Use an https:// address.',
        });
    });
});
