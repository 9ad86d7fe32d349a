import assert from "node:assert/strict";
import { createPublicKey, sign, verify } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";

import { clusterLayout, logFile } from "../../../tools/test-bed/layout";
import {
    etcdListens,
    hasFolder,
    lastLogLines,
    prepareFolder,
    readAccess,
    readState,
    removeFolder,
    writeKubeconfig,
} from "../../../tools/test-bed/state-store";
import { temporaryFolder } from "../../support/temporary-folder";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

describe("the state of a control plane", () => {
    const root = temporaryFolder();
    const layout = clusterLayout(root, "one");

    afterEach(() => removeFolder(layout));

    it("is private to its owner, down to each file", () => {
        mkdirSync(layout.folder, { recursive: true });
        chmodSync(layout.folder, 0o755);
        prepareFolder(layout, { port: 20_001 });

        assert.equal(statSync(layout.folder).mode & 0o777, 0o700);
        const files = readdirSync(layout.folder);
        assert.equal(files.length, 6);
        for (const file of files)
            assert.equal(statSync(`${layout.folder}/${file}`).mode & 0o777, 0o600, file);
    });

    it("keeps keys and token when it is prepared again, and remembers the port", () => {
        prepareFolder(layout, { port: 20_001 });
        const read = () =>
            [layout.tokens, layout.signingKey, layout.verificationKey].map((file) =>
                readFileSync(file, "utf8"),
            );
        const before = read();

        prepareFolder(layout, { port: 20_002 });

        assert.deepEqual(read(), before);
        assert.deepEqual(readState(layout), { port: 20_002 });
    });

    it("has keys that belong together", () => {
        prepareFolder(layout, { port: 20_001 });
        const signature = sign("sha256", Buffer.from("x"), readFileSync(layout.signingKey, "utf8"));
        const key = createPublicKey(readFileSync(layout.verificationKey, "utf8"));

        assert.equal(verify("sha256", Buffer.from("x"), key, signature), true);
    });

    it("has another token each time it begins anew", () => {
        const tokens = [1, 2].map(() => {
            prepareFolder(layout, { port: 20_001 });
            const text = readFileSync(layout.tokens, "utf8");
            removeFolder(layout);
            return text;
        });

        assert.match(tokens[0] ?? "", /^[0-9a-f]{64},admin,admin,system:masters\n$/);
        assert.notEqual(tokens[0], tokens[1]);
    });

    it("gives no access before the API server has written its whole certificate", () => {
        prepareFolder(layout, { port: 20_001 });
        mkdirSync(layout.certificates);
        assert.equal(readAccess(layout), undefined);
        writeFileSync(layout.authority, CERTIFICATE.slice(0, 40));
        assert.equal(readAccess(layout), undefined);
        writeFileSync(layout.authority, CERTIFICATE);

        const access = readAccess(layout);

        assert.equal(access?.server, "https://127.0.0.1:20001");
        assert.equal(access.authority, CERTIFICATE);
        writeKubeconfig(layout, access);
        assert.equal(statSync(layout.kubeconfig).mode & 0o777, 0o600);
    });

    for (const text of ["", "{", "null", '{"port":"x"}', '{"port":-1}']) {
        it(`counts ${JSON.stringify(text)} as nothing remembered`, () => {
            prepareFolder(layout, { port: 20_001 });
            writeFileSync(layout.state, text);

            assert.equal(readState(layout), undefined);
        });
    }

    it("forgets the socket of an earlier etcd", () => {
        prepareFolder(layout, { port: 20_001 });
        writeFileSync(layout.etcdSocket, "");
        assert.equal(etcdListens(layout), true);

        prepareFolder(layout, { port: 20_001 });

        assert.equal(etcdListens(layout), false);
    });

    it("knows the last lines of a log", () => {
        prepareFolder(layout, { port: 20_001 });
        mkdirSync(layout.logs);
        writeFileSync(logFile(layout, "etcd"), "a\nb\nc\nd\n");

        assert.deepEqual(lastLogLines(layout, "etcd", 2), ["c", "d"]);
        assert.deepEqual(lastLogLines(layout, "kwok"), [""]);
        assert.equal(hasFolder(layout), true);
        removeFolder(layout);
        assert.equal(hasFolder(layout), false);
    });
});
