import assert from "node:assert/strict";

import { flaggerValues } from "../../../components/flagger/values";
import { getIn } from "../../../lifecycle/kit/json-path";
import { ENGINE_COMMANDS, type EngineSite } from "../../../tools/test-bed/engine-commands";
import type { EngineName } from "../../../tools/test-bed/engines";

const ports = { serving: 1, metrics: 2, health: 3 };
const site: EngineSite = { data: "/d", kubeconfig: "/k", ports, peers: {} };
const command = (name: EngineName, more: Partial<EngineSite> = {}) => {
    const found = ENGINE_COMMANDS[name]?.({ ...site, ...more });
    assert.ok(found, name);
    return found;
};

describe("commands of engines", () => {
    it("bind Flux's controllers to the loopback, and elect nobody", () => {
        for (const name of ["source", "kustomize", "helm", "notification"] as const) {
            const { args, env, health } = command(`${name}-controller`);

            assert.ok(args.includes("--enable-leader-election=false"), name);
            assert.ok(args.includes("--metrics-addr=127.0.0.1:2"), name);
            assert.equal(health, "http://127.0.0.1:3/readyz");
            assert.deepEqual(env, { RUNTIME_NAMESPACE: "flux-system" });
            assert.deepEqual(
                args.filter((arg) => /addr=:/i.test(arg)),
                [],
                name,
            );
        }
    });

    it("are those of a hardened Flux, which looks at a new commit at once", () => {
        const { args } = command("kustomize-controller");

        assert.ok(args.includes("--no-cross-namespace-refs=true"));
        assert.ok(args.includes("--default-service-account=default"));
        assert.ok(args.includes("--feature-gates=CancelHealthCheckOnNewRevision=true"));
    });

    it("have artifacts fetched from where they are kept", () => {
        const { args } = command("source-controller");

        assert.ok(args.includes("--storage-path=/d"));
        assert.ok(args.includes("--storage-adv-addr=127.0.0.1:1"));
    });

    it("send events and questions to who runs beside them, and to nobody else", () => {
        const receiver = { serving: 7, metrics: 8, health: 9 };
        const peers = { "notification-controller": receiver, prometheus: receiver };

        assert.ok(command("helm-controller", { peers }).args.includes("--events-addr=http://127.0.0.1:7/"));
        assert.ok(command("flagger", { peers }).args.includes("-metrics-server=http://127.0.0.1:7"));
        assert.deepEqual(
            command("helm-controller").args.filter((arg) => arg.startsWith("--events")),
            [],
        );
    });

    it("run Flagger as its chart does with the values of Windlass", () => {
        const values = flaggerValues({ cluster: "dev", registry: "r", prometheus: "" });
        const { args } = command("flagger");

        assert.ok(args.includes(`-mesh-provider=${values["meshProvider"] as string}`));
        assert.ok(args.includes(`-include-label-prefix=${values["includeLabelPrefix"] as string}`));
        assert.ok(
            args.includes(`-enable-config-tracking=${String(getIn(values, ["configTracking", "enabled"]))}`),
        );
        assert.equal(values["noCrossNamespaceRefs"], false);
        assert.ok(!args.some((arg) => /cross-namespace|leader/.test(arg)));
    });

    it("have Prometheus scrape the simulator that runs, and keep to the loopback", () => {
        const simulator = { serving: 7, metrics: 8, health: 9 };
        const { args, files, health } = command("prometheus", { peers: { simulator } });

        assert.ok(args.includes("--web.listen-address=127.0.0.1:1"));
        assert.ok(args.includes("--config.file=/d/prometheus.yml"));
        assert.match(files?.["prometheus.yml"] ?? "", /127\.0\.0\.1:7/);
        assert.equal(health, "http://127.0.0.1:1/-/ready");
    });
});
