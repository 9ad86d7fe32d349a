import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
    remoteEnvironment,
    remoteSettings,
    withNodeAuthorities,
} from "../../../adapters/git/remote-environment";
import { temporaryFolder } from "../../support/temporary-folder";

describe("remoteEnvironment", () => {
    it("keeps none of git's variables but where it is installed and whom it trusts", () => {
        const kept = { PATH: "/bin", GIT_SSL_CAINFO: "/ca.pem", GIT_EXEC_PATH: "/libexec" };
        const dropped = {
            GIT_SSL_NO_VERIFY: "1",
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_PARAMETERS: "'a.b=c'",
            GIT_ASKPASS: "/ask",
            GIT_ALLOW_PROTOCOL: "ext",
            GIT_TRACE_CURL: "1",
            GIT_PROXY_COMMAND: "/x",
            HOME: "/home/a",
            ALL_PROXY: "socks://x",
        };

        assert.deepEqual(remoteEnvironment({ ...kept, ...dropped }, "/r"), {
            ...kept,
            GIT_DIR: "/r",
            GIT_CONFIG_NOSYSTEM: "1",
            GIT_CONFIG_GLOBAL: "/dev/null",
            GIT_ATTR_NOSYSTEM: "1",
            HOME: "/r",
            SSH_ASKPASS: "",
        });
    });

    it("names proxies as curl reads them, the lower case first", () => {
        const env = {
            HTTPS_PROXY: "http://a",
            HTTP_PROXY: "http://b",
            http_proxy: "http://c",
            NO_PROXY: "d",
        };

        const { https_proxy, http_proxy, no_proxy, HTTPS_PROXY } = remoteEnvironment(env, "/r");

        assert.deepEqual(
            [https_proxy, http_proxy, no_proxy, HTTPS_PROXY],
            ["http://a", "http://c", "d", undefined],
        );
    });
});

describe("withNodeAuthorities", () => {
    const folder = temporaryFolder();
    it("adds a private authority to the common ones", () => {
        const extra = join(folder, "extra.pem");
        writeFileSync(extra, "-- extra --");

        const env = withNodeAuthorities({ NODE_EXTRA_CA_CERTS: extra }, folder);

        const text = readFileSync(env["GIT_SSL_CAINFO"] ?? "", "utf8");
        assert.ok(text.split("BEGIN CERTIFICATE").length > 100 && text.endsWith("-- extra --"));
    });

    it("leaves the environment as it is where nothing, or something better, is said", () => {
        const envs = [
            {},
            { NODE_EXTRA_CA_CERTS: join(folder, "gone.pem") },
            { NODE_EXTRA_CA_CERTS: "/x", GIT_SSL_CAINFO: "/y" },
        ];
        for (const env of envs) assert.equal(withNodeAuthorities(env, folder), env);
    });
});

describe("remoteSettings", () => {
    const allowed = (address: string) =>
        remoteSettings(new URL(address)).filter((setting) => setting.startsWith("protocol."));

    it("allows https, and http on the loopback alone", () => {
        assert.deepEqual(allowed("https://github.com/a/b").slice(0, 2), [
            "protocol.allow=never",
            "protocol.https.allow=always",
        ]);
        assert.deepEqual(allowed("http://127.0.0.1:80/a").slice(1, 2), ["protocol.http.allow=always"]);
        assert.deepEqual(allowed("http://github.com/a").slice(1, 2), ["protocol.https.allow=always"]);
    });
});
