import assert from "node:assert/strict";

import { readStacks } from "../../cli/read-stacks";
import { requirePreconditions } from "../../components/mesh/preconditions";
import { declareStack, stackProvider } from "../../components/mesh/stack";
import { recordedReleases, recordedState, releaseFolder } from "../support/releases";
import { registeredUrns } from "../support/registered-urns";

/** `[release, logical name, why it is gone]` of what later programs no longer have, on purpose: `up` deletes it. */
const REMOVED: readonly (readonly [string, string, string])[] = [];

const nameOf = (urn: string): string => urn.split("::").pop() ?? urn;

describe("the recorded releases", () => {
    it("are there, the first of them too", () => {
        assert.equal(recordedReleases()[0], "0.1.0");
    });

    for (const release of recordedReleases()) {
        describe(`after ${release}`, () => {
            const recorded = recordedState(release).deployment.resources.map(({ urn }) => urn);
            let registered: ReadonlyMap<string, readonly string[]>;
            before(async () => {
                const [stack] = readStacks(releaseFolder(release), ["dev"]);
                assert.ok(stack);
                registered = await registeredUrns(async () => {
                    const provider = stackProvider(stack);
                    await requirePreconditions(stack.settings, provider);
                    declareStack(stack, { provider });
                });
            });

            it("every resource is registered under the URN it had, or through an alias that names it", () => {
                const known = new Set([...registered].flatMap(([urn, aliases]) => [urn, ...aliases]));
                // A provider is the same by its name; what replaces one is for the engine to say.
                const lost = recorded.filter((urn) => !known.has(urn)).map(nameOf);
                const meant = REMOVED.filter(([version]) => version === release).map(([, name]) => name);

                assert.deepEqual(lost, meant);
            });

            it("nothing is registered that would take the place of two", () => {
                const places = [...registered].map(([urn, aliases]) => [urn, ...aliases]);
                const twice = places.filter(
                    (urns) => recorded.filter((urn) => urns.includes(urn)).length > 1,
                );

                assert.deepEqual(twice, []);
            });

            it("the state holds nothing of the machine it was made on", () => {
                const text = JSON.stringify(recordedState(release));

                assert.doesNotMatch(
                    text,
                    /"\/(?:home|root|tmp|work|Users)\/|sourcePosition|managedFields|"uid"/,
                );
                assert.match(text, /"kubeconfig":"\$\{KUBECONFIG\}"/);
            });
        });
    }
});
