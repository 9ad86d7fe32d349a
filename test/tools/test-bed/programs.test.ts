import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { COMPONENTS, GROUPS, builds } from "../../../tools/test-bed/programs";
import { TOOLS } from "../../../tools/test-bed/programs-source";

const GO_MOD = [
    "module example.com/x",
    "require k8s.io/kubernetes v1.36.3",
    "require (",
    "\tgo.etcd.io/etcd/server/v3 v3.6.8 // indirect",
    "\tsigs.k8s.io/kwok v0.8.0",
    ")",
].join("\n");

describe("builds", () => {
    it("stamps a Kubernetes program with the version that go.mod requires, for server and client", () => {
        assert.deepEqual(builds(GO_MOD)["kube-scheduler"], {
            component: "kube-scheduler",
            package: "k8s.io/kubernetes/cmd/kube-scheduler",
            version: "v1.36.3",
            ldflags: [
                "-s -w",
                "-X k8s.io/component-base/version.gitVersion=v1.36.3",
                "-X k8s.io/component-base/version.gitMajor=1",
                "-X k8s.io/component-base/version.gitMinor=36",
                "-X k8s.io/component-base/version.gitTreeState=clean",
                "-X k8s.io/client-go/pkg/version.gitVersion=v1.36.3",
                "-X k8s.io/client-go/pkg/version.gitMajor=1",
                "-X k8s.io/client-go/pkg/version.gitMinor=36",
                "-X k8s.io/client-go/pkg/version.gitTreeState=clean",
            ].join(" "),
        });
    });

    it("builds etcd as it is and stamps kwok", () => {
        const { etcd, kwok } = builds(GO_MOD);

        assert.deepEqual(etcd, {
            component: "etcd",
            package: "go.etcd.io/etcd/server/v3",
            version: "v3.6.8",
            ldflags: "-s -w",
        });
        assert.equal(kwok.ldflags, "-s -w -X sigs.k8s.io/kwok/pkg/consts.Version=v0.8.0");
    });

    it("refuses a go.mod that lacks one of them", () => {
        assert.throws(() => builds("module x"), { message: "go.mod does not require k8s.io/kubernetes" });
    });

    it("reads the go.mod of this project, whose staging modules are of the same release", () => {
        const text = readFileSync(join(TOOLS, "go.mod"), "utf8");
        const { version } = builds(text)["kube-apiserver"];

        const staging = [...text.matchAll(/^\t(k8s\.io\/\S+) => \1 (v\S+)$/gm)].map(([, , found]) => found);
        assert.equal(staging.length, 30);
        assert.deepEqual([...new Set(staging)], [version.replace(/^v1/, "v0")]);
    });
});

describe("GROUPS", () => {
    it("holds every component once", () => {
        assert.deepEqual(GROUPS.flat().sort(), [...COMPONENTS].sort());
    });
});
