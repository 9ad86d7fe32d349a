import assert from "node:assert/strict";
import type { PolicyResource, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { readStacks } from "../../cli/read-stacks";
import { declareStack } from "../../components/mesh/stack";
import { POLICY_RULES } from "../../lifecycle/policy/rules";
import { policyPack } from "../../policy/pack";
import { evaluate } from "../../render/evaluate";
import { MESH } from "../support/mesh";

async function violations(
    change: (props: Record<string, unknown>) => Record<string, unknown>,
): Promise<string[]> {
    const [dev] = readStacks(MESH, ["dev"]);
    assert.ok(dev);
    const registrations = await evaluate(() => declareStack(dev));
    const resources = registrations.map(({ type, name, urn, inputs }) => {
        return { type, name, urn, props: change({ ...inputs }) } as unknown as PolicyResource;
    });
    const found: string[] = [];
    for (const policy of policyPack().policies as StackValidationPolicy[]) {
        const args = { resources } as unknown as StackValidationArgs;
        await policy.validateStack.call(policy as never, args, (message) =>
            found.push(`${policy.name}: ${message}`),
        );
    }
    return found;
}

describe("the policy pack", () => {
    it("holds every rule, and refuses; what a rule only warns of is advisory", () => {
        const { policies, enforcementLevel } = policyPack();

        assert.deepEqual(
            policies.map(({ name, enforcementLevel: own }) => [name, own]),
            [
                ...POLICY_RULES.map(({ id }) => [id, undefined]),
                ...POLICY_RULES.map(({ id }) => [`${id}-warning`, "advisory"]),
            ],
        );
        assert.equal(enforcementLevel, "mandatory");
    });

    it("finds nothing in the resources of a stack of this project", async () => {
        assert.deepEqual(await violations((props) => props), []);
    });

    it("reports what a rule finds, with its remedy", async () => {
        const found = await violations((props) =>
            props["kind"] === "PeerAuthentication"
                ? { ...props, spec: { mtls: { mode: "PERMISSIVE" } } }
                : props,
        );

        assert.deepEqual(found.slice(0, 1), [
            "strict-mtls: the stack: no PeerAuthentication demands STRICT mutual TLS of the whole mesh. Set windlass:istio.mtls to STRICT, and open single ports by portLevelMtls.",
        ]);
    });
});
