import assert from "node:assert/strict";

import { judgeRoots, observeRoots } from "../../../lifecycle/observed/judge-roots";
import { DAY } from "../../../lifecycle/kit/day";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

/** A root of `O=cluster.local` that ends on 2036-11-25. Its key was thrown away. */
const ROOT = `-----BEGIN CERTIFICATE-----
MIIBhjCCASugAwIBAgIUN10nYlPq4XvvVp/QuHjjorb6cBEwCgYIKoZIzj0EAwIw
GDEWMBQGA1UECgwNY2x1c3Rlci5sb2NhbDAeFw0yNjExMjgyMTIzMjVaFw0zNjEx
MjUyMTIzMjVaMBgxFjAUBgNVBAoMDWNsdXN0ZXIubG9jYWwwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAASBpTYoEg+RrwexIokouIgtH8+oVM6SUO63xMTxuuG/DWCa
P2/6JpKT5zfY/DCGClNfcV9jJRMyxyTnOxrw7Zyko1MwUTAdBgNVHQ4EFgQUxND0
1XYg590O92z/6RFhTrOLKD0wHwYDVR0jBBgwFoAUxND01XYg590O92z/6RFhTrOL
KD0wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA+hbyMh1+rPaJ
InbQlFgWfEB8LjpL2k7QcXQz+uMQZ9kCIQCbAjNWxPrV24jzwNQmnF572pdZzHlS
dRGZgDJRdyE/VQ==
-----END CERTIFICATE-----`;
const END = Date.parse("2036-11-25T21:23:25Z");

function configMap(text: string): Manifest {
    return {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "istio-ca-root-cert", namespace: "istio-system" },
        data: { "root-cert.pem": text },
    };
}

describe("judgeRoots", () => {
    const reasonAt = (days: number): string | undefined =>
        judgeRoots({ roots: observeRoots(configMap(ROOT), END - days * DAY) })[0]?.reason;

    it("tells a root that ends within 60 days, or has ended, and no other", () => {
        assert.equal(reasonAt(61), undefined);
        assert.equal(
            reasonAt(60),
            "the mesh's root certificate O=cluster.local ends on 2036-11-25, and no proxy trusts what it signed after that",
        );
        assert.match(reasonAt(-0.5) ?? "", / ended on 2036-11-25, /);
    });

    it("looks at every root of a bundle, and passes over what is none", () => {
        const damaged = ROOT.replace("MIIB", "AAAA");
        assert.equal(observeRoots(configMap(`${ROOT}\n${damaged}\n${ROOT}`), END).length, 2);
        assert.deepEqual(observeRoots(configMap("nothing"), END), []);
        assert.deepEqual(judgeRoots({}), []);
    });
});
