import { type EvaluateArgs, type Registration, evaluate } from "../../render/evaluate";

const STACK_TYPE = "pulumi:pulumi:Stack";

/** Registrations of a program under test, with the look-ups tests need. The stack's own resource is left out. */
export class Recording {
    public constructor(public readonly registrations: readonly Registration[]) {}

    /** `type name` of every registration, in order: what a test of cardinality compares. */
    public list(): string[] {
        return this.registrations.map(({ type, name }) => `${type} ${name}`);
    }

    /** The registration of that logical name; throws when there is none or more than one. */
    public get(name: string): Registration {
        const found = this.registrations.filter((registration) => registration.name === name);
        if (found.length !== 1 || !found[0]) throw new Error(`${found.length} registrations named ${name}`);
        return found[0];
    }

    /** Logical name of the parent; undefined for the stack. */
    public parentOf(name: string): string | undefined {
        const { parent } = this.get(name);
        return this.registrations.find(({ urn }) => urn === parent)?.name;
    }

    /** Logical names of what a resource depends on, sorted; its parent and provider are not counted. */
    public dependenciesOf(name: string): string[] {
        return this.get(name)
            .dependencies.map((urn) => urn.split("::").pop() ?? urn)
            .sort();
    }
}

/** Evaluates a program with Pulumi's runtime and its test monitor, and records what it registers. */
export async function record(program: () => unknown, args?: EvaluateArgs): Promise<Recording> {
    const registrations = await evaluate(program, args);
    return new Recording(registrations.filter(({ type }) => type !== STACK_TYPE));
}
