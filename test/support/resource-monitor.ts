import * as grpc from "@grpc/grpc-js";
import * as resourceRpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resourceProto from "@pulumi/pulumi/proto/resource_pb";
import emptyProto from "google-protobuf/google/protobuf/empty_pb";

/** The engine's resource monitor, which answers every registration with a URN. */
export class ResourceMonitor {
    /** `type name` of what was registered. */
    public readonly registered: string[] = [];
    public address = "";
    private readonly server = new grpc.Server();

    public async start(): Promise<string> {
        this.server.addService(resourceRpc.ResourceMonitorService, {
            supportsFeature: (_call: unknown, answer: grpc.sendUnaryData<unknown>) => {
                const response = new resourceProto.SupportsFeatureResponse();
                response.setHassupport(true);
                answer(null, response);
            },
            registerResource: (
                { request }: { readonly request: resourceProto.RegisterResourceRequest },
                answer: grpc.sendUnaryData<unknown>,
            ) => {
                this.registered.push(`${request.getType()} ${request.getName()}`);
                const response = new resourceProto.RegisterResourceResponse();
                response.setUrn(`urn:pulumi:dev::shop::${request.getType()}::${request.getName()}`);
                response.setObject(request.getObject());
                answer(null, response);
            },
            registerResourceOutputs: (_call: unknown, answer: grpc.sendUnaryData<unknown>) =>
                answer(null, new emptyProto.Empty()),
        });
        const port = await new Promise<number>((resolve, reject) => {
            const credentials = grpc.ServerCredentials.createInsecure();
            this.server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
                error ? reject(error) : resolve(bound),
            );
        });
        this.address = `127.0.0.1:${port}`;
        return this.address;
    }

    public stop(): void {
        this.server.forceShutdown();
    }
}
