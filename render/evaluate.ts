import * as runtime from "@pulumi/pulumi/runtime";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** One resource a program registered, as the engine would have been told of it. */
export interface Registration {
    readonly urn: string;
    /** Type token: `kubernetes:apps/v1:Deployment`. */
    readonly type: string;
    /** Logical name. */
    readonly name: string;
    /** URN of the parent; the stack's own has none. */
    readonly parent: string | undefined;
    /** URNs of what must be ready first, sorted. */
    readonly dependencies: readonly string[];
    /** URN of the provider, without its id. */
    readonly provider: string | undefined;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** False for components. */
    readonly custom: boolean;
    /** True for a resource that is read (`get`), not created. */
    readonly read: boolean;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
}

/** The surroundings a program is evaluated in. */
export interface EvaluateArgs {
    /** @default "windlass" */
    readonly project?: string;
    /** @default "dev" */
    readonly stack?: string;
    /** Stack configuration as Pulumi hands it over: `windlass:istio` to a JSON text. @default {} */
    readonly config?: Readonly<Record<string, string>>;
    /** Evaluate as `pulumi preview` does. @default false */
    readonly preview?: boolean;
}

/**
 * Runs a Pulumi program in this process, with Pulumi's own runtime and its test monitor in place of an engine,
 * and returns what it registered, in order. No plugin, no cluster, no network.
 *
 * The runtime keeps its state in one place for the whole process, so evaluations must not overlap.
 *
 * @throws whatever the program throws
 */
export async function evaluate(
    program: () => unknown,
    args: EvaluateArgs = {},
): Promise<readonly Registration[]> {
    const { project = "windlass", stack = "dev", preview = false, config = {} } = args;
    await runtime.setMocks({ newResource: acknowledge, call: echoCall }, project, stack, preview);
    runtime.setAllConfig({ ...config });
    const registrations: Registration[] = [];
    observe(runtime.getMonitor() as unknown as MockMonitor, registrations);
    await runtime.runInPulumiStack(() => Promise.resolve(program()));
    await waitForRegistrations();
    return registrations;
}

/**
 * Says that a resource is there, and nothing of what it has become: the program reads no outputs, and to write and read
 * them all once more is a third of the time and of the memory.
 */
function acknowledge(args: runtime.MockResourceArgs): runtime.MockResourceResult {
    return { id: args.id ?? `${args.name}-id`, state: {} };
}

function echoCall(args: runtime.MockCallArgs): runtime.MockCallResult {
    return args.inputs as runtime.MockCallResult;
}

/** Requests of Pulumi's resource monitor, as far as we read them. */
interface MonitorRequest {
    getType(): string;
    getName(): string;
    getParent(): string;
    getProvider(): string;
    getDependenciesList(): string[];
}
interface RegisterRequest extends MonitorRequest {
    getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
    getCustom(): boolean;
    getProtect(): boolean;
    getRetainondelete(): boolean;
}
interface ReadRequest extends MonitorRequest {
    getProperties(): { toJavaScript(): Record<string, unknown> } | undefined;
}
type Callback = (error: unknown, response?: { getUrn(): string }) => void;
interface Monitor {
    registerResource(request: RegisterRequest, callback: Callback): Promise<void>;
    readResource(request: ReadRequest, callback: Callback): Promise<void>;
}

/**
 * Mocks are told neither parents nor dependencies, so we listen at the monitor itself. The order kept is that in
 * which requests arrive; a slot is taken then, and filled when the monitor has answered with the URN.
 */
function observe(mockMonitor: MockMonitor, registrations: Registration[]): void {
    const monitor = mockMonitor as unknown as Monitor;
    const register = monitor.registerResource.bind(mockMonitor);
    const read = monitor.readResource.bind(mockMonitor);
    monitor.registerResource = (request, callback) => {
        const slot = registrations.length++;
        return register(request, (error, response) => {
            if (response) registrations[slot] = registered(request, response.getUrn());
            callback(error, response);
        });
    };
    monitor.readResource = (request, callback) => {
        const slot = registrations.length++;
        return read(request, (error, response) => {
            if (response) registrations[slot] = wasRead(request, response.getUrn());
            callback(error, response);
        });
    };
}

function registered(request: RegisterRequest, urn: string): Registration {
    return {
        ...common(request, urn),
        inputs: request.getObject()?.toJavaScript() ?? {},
        custom: request.getCustom(),
        read: false,
        protect: request.getProtect(),
        retainOnDelete: request.getRetainondelete(),
    };
}

function wasRead(request: ReadRequest, urn: string): Registration {
    const inputs = request.getProperties()?.toJavaScript() ?? {};
    return {
        ...common(request, urn),
        inputs,
        custom: true,
        read: true,
        protect: false,
        retainOnDelete: false,
    };
}

function common(request: MonitorRequest, urn: string) {
    return {
        urn,
        type: request.getType(),
        name: request.getName(),
        parent: request.getParent() || undefined,
        dependencies: request.getDependenciesList().sort(),
        // The monitor is handed `urn::id`; the id of a provider is not known before it exists.
        provider: request.getProvider().split("::").slice(0, 4).join("::") || undefined,
    };
}

/**
 * `runInPulumiStack` returns before the last registrations have been answered. The runtime's own wait is marked
 * internal (pulumi#6666), hence the one cast, in this one place.
 */
async function waitForRegistrations(): Promise<void> {
    await (runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
}
