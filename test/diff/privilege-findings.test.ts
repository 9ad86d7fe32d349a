import assert from "node:assert/strict";
import { toText } from "../../diff/escape";
import { privilegeFinder } from "../../diff/privilege-findings";
import { type StackVersion, type VersionedObject, objectKey } from "../../diff/version";
import { deployment, exampleVersion, versioned } from "./example-version";

const containers = (securityContext: object): object => ({
    containers: [{ name: "app", image: "app:1", securityContext }],
});

describe("privilegeFinder", () => {
    const before = versioned(deployment("d"));
    const after = versioned(deployment("d", "app:1", { hostNetwork: true }));
    const find = privilegeFinder(exampleVersion([]), exampleVersion([])).find;

    it("finds what an object could not do before, and only that", () => {
        assert.deepEqual(
            find(after, before).map(({ words }) => toText(words)),
            ["the node's network (hostNetwork)"],
        );
        assert.deepEqual(find(before, before), []);
    });

    for (const [what, from, to, expected] of [
        [
            "what a person would have asked about",
            { hostNetwork: true },
            {},
            ["info restriction/given-up: the node's network (hostNetwork)"],
        ],
        [
            "a privileged container and its capabilities",
            containers({ privileged: true, capabilities: { add: ["NET_ADMIN", "SYS_TIME"] } }),
            containers({ capabilities: { add: ["SYS_TIME"] } }),
            [
                "info restriction/given-up: container app is privileged",
                "info restriction/given-up: capability NET_ADMIN for container app",
            ],
        ],
        [
            "what else it is held back in, in one finding",
            containers({}),
            containers({ runAsNonRoot: true, capabilities: { drop: ["ALL"] } }),
            [
                "info restriction/held-back: held back in some ways it was not before",
                "  no longer: container app keeps the runtime's capabilities",
                "  no longer: container app may run as root",
            ],
        ],
        [
            "one privilege for another, and no account",
            { volumes: [{ name: "a", hostPath: { path: "/a" } }], serviceAccountName: "a" },
            { volumes: [{ name: "a", hostPath: { path: "/b" } }], serviceAccountName: "b" },
            [
                "alarm privilege/host-path: host path /b",
                "caution privilege/service-account: runs as service account b",
                "info restriction/given-up: host path /a",
            ],
        ],
    ] as const) {
        it(`tells what is given up: ${what}`, () => {
            const found = find(
                versioned(deployment("d", "app:1", to)),
                versioned(deployment("d", "app:1", from)),
            );

            assert.deepEqual(
                found.flatMap(({ level, rule, words, details = [] }) => [
                    `${level} ${rule}: ${toText(words)}`,
                    ...details.map((detail) => `  ${toText(detail)}`),
                ]),
                expected,
            );
        });
    }

    it("tells of nothing given up by a workload that leaves what the sidecars of others keep", () => {
        const init = (capability: string): object => ({
            initContainers: [{ name: "i", securityContext: { capabilities: { add: [capability] } } }],
        });
        const pristine = versioned(deployment("d"));
        const injected = (name: string, capability: string): VersionedObject => ({
            ...versioned(deployment(name)),
            object: deployment(name, "app:1", init(capability)),
            overlay: {},
        });
        const version = (...objects: readonly VersionedObject[]): StackVersion =>
            exampleVersion([], {
                objects: new Map(objects.map((found) => [objectKey(found.object), found])),
            });
        const left = (now: StackVersion): readonly string[] =>
            privilegeFinder(version(injected("d", "NET_ADMIN")), now)
                .find(pristine, injected("d", "NET_ADMIN"))
                .filter(({ rule }) => rule === "restriction/given-up")
                .map(({ words }) => toText(words));

        assert.deepEqual(left(version(pristine, injected("e", "NET_ADMIN"))), []);
        assert.deepEqual(left(version(pristine, injected("e", "SYS_TIME"))), [
            "capability NET_ADMIN for container i",
        ]);
    });

    it("puts what a new object is not held back from into one finding", () => {
        assert.deepEqual(
            find(after, undefined).map(({ rule }) => rule),
            ["privilege/host", "privilege/new-object"],
        );
    });
});
