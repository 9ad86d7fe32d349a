import assert from "node:assert/strict";
import { formatMeshPin, parseMeshPin } from "../../../lifecycle/settings/mesh-pin";
import { parseLock } from "../../../lifecycle/settings/lock-parse";
import { planInjection } from "../../../lifecycle/sidecars/plan-injection";
import { parseYamlDocument } from "../../../lifecycle/kit/strict-yaml";
import type { JsonObject } from "../../../lifecycle/kit/json";
import { settingsFile } from "../../../lifecycle/settings/settings-parse";
import { readSettings } from "../../../adapters/files/settings-source";
import { readLock } from "../../../adapters/files/lock-store";
import { readText } from "../../../adapters/files/text-source";
import { readStackSources } from "../../../adapters/files/stack-source";
import { MESH } from "../../support/mesh";

const STACKS = ["dev", "staging", "production"];

function pinOf(stack: string, more: JsonObject = {}): string {
    const file = settingsFile(stack);
    const { config } = parseYamlDocument(readText(MESH, file), { file }).value as { config: JsonObject };
    return formatMeshPin({ stack, config: { ...config, ...more }, lock: readLock(MESH, stack).lock });
}

describe("the pin of a mesh", () => {
    for (const stack of STACKS) {
        it(`says of every sidecar what the stack ${stack} says`, () => {
            const { manifests, ...own } = readStackSources(MESH, readSettings(MESH, stack));

            const pin = parseMeshPin("mesh.yaml", pinOf(stack));

            assert.deepEqual(planInjection({ ...pin, manifests }), planInjection({ ...own, manifests }));
        });
    }

    it("tells nobody of applications, gateways, repositories and Secrets", () => {
        const text = pinOf("production", {
            "other:token": "s3cret",
            "windlass:flux": { git: { secret: "git-credentials" } },
        });

        assert.doesNotMatch(text, /frontend|shop|git-credentials|s3cret|flagger-slack/);
    });

    it("holds the lock as its own file would", () => {
        const { lock } = parseMeshPin("mesh.yaml", pinOf("dev"));

        assert.deepEqual(lock, parseLock("dev", readText(MESH, "stacks/dev.lock.yaml")).lock);
    });

    /** `[what was done to it, how, the complaint]` */
    const damages: readonly (readonly [string, (text: string) => string, RegExp])[] = [
        [
            "a newer Windlass wrote it",
            (text) => text.replace("pin/v1", "pin/v2"),
            /mesh\.yaml:3: schema: .* is of a newer Windlass: .*raise its version/,
        ],
        [
            "its schema is missing",
            (text) => text.replace(/schema: windlass\/pin.*\n/, ""),
            /mesh\.yaml:.* schema/,
        ],
        [
            "a version is none",
            (text) => text.replace(/version: 1\.31\.\d/, "version: 1.31.x"),
            /mesh\.yaml:\d+: lock\.istio\.controlPlane\.version: "1\.31\.x"/,
        ],
        [
            "a setting is unknown",
            (text) => text.replace("strategy:", "strategie:"),
            /istio\.strategie: is not a known key/,
        ],
        ["it is something else", () => "- 1\n", /mesh\.yaml:1/],
    ];
    for (const [what, damage, complaint] of damages)
        it(`is refused where ${what}`, () => {
            assert.throws(() => parseMeshPin("mesh.yaml", damage(pinOf("dev"))), complaint);
        });
});
