import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";

import type { CrdFile } from "../../../tools/test-bed/crd-files";
import { fetchCrds, readCrds } from "../../../tools/test-bed/crds-source";
import { HttpClient } from "../../../adapters/http/http-source";
import { NetworkError } from "../../../adapters/http/network-error";
import { faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

function crd(name: string): string {
    return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}\n`;
}

describe("readCrds", () => {
    const folder = temporaryFolder({
        "b.yml": crd("b.example.com"),
        "a.yaml": `${crd("a.example.com")}---\n${crd("aa.example.com")}`,
        "README.md": crd("c.example.com"),
    });

    it("reads the YAML files of a folder in the order of their names", () => {
        const names = readCrds(folder).map(({ source, name }) => `${source} ${name}`);

        assert.deepEqual(names, ["a.yaml a.example.com", "a.yaml aa.example.com", "b.yml b.example.com"]);
    });

    it("says so where the folder is not there", () => {
        assert.throws(() => readCrds("/nowhere"), {
            message:
                'WINDLASS_CRDS: "/nowhere": does not exist. ' +
                "Name a folder of custom resource definitions, or unset it to have them fetched.",
        });
    });
});

describe("fetchCrds", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    const texts = [crd("a.example.com"), crd("b.example.com")];
    const files: readonly CrdFile[] = texts.map((text, index) => ({
        repository: "example/project",
        tag: "v1.0.0",
        path: `crds/${index}.yaml`,
        sha256: createHash("sha256").update(text).digest("hex"),
    }));
    const paths = ["/example/project/v1.0.0/crds/0.yaml", "/example/project/v1.0.0/crds/1.yaml"];
    let client: HttpClient;
    let count = 0;
    beforeEach(() => {
        count++;
        client = new HttpClient({ env: {}, attempts: 1, timeout: 2000 });
    });
    afterEach(() => client.close());
    const fetch = () =>
        fetchCrds({ client, cache: join(folder, String(count)), base: new URL(server.url), files });

    it("fetches each file once, and none of them the next time", async () => {
        for (const [index, path] of paths.entries()) server.on(path, { body: texts[index] ?? "" });

        const names = (await fetch()).map(({ name }) => name);
        const again = (await fetch()).map(({ source }) => source);

        assert.deepEqual(names, ["a.example.com", "b.example.com"]);
        assert.deepEqual(
            again,
            paths.map((path) => `${server.url}${path}`),
        );
        assert.deepEqual(server.paths, paths);
    });

    it("is a failure of the network when one of them is missing, and asks for no further one", async () => {
        server.on(paths[1] ?? "", { body: texts[1] ?? "" });

        await assert.rejects(fetch(), NetworkError);
        assert.deepEqual(server.paths, paths.slice(0, 1));
    });

    it("is a refusal when one of them is another file", async () => {
        server.on(paths[0] ?? "", { body: texts[0] ?? "" });
        server.on(paths[1] ?? "", { body: texts[0] ?? "" });

        await assert.rejects(fetch(), (error: Error) => {
            assert.ok(!(error instanceof NetworkError));
            assert.match(error.message, /1\.yaml": has the digest sha256:.* is pinned/);
            return true;
        });
    });
});
