import { type ClusterLayout, ETCD_SOCKET } from "./layout";
import type { Component } from "./programs";

/**
 * etcd listens on sockets in the state folder, which nobody else may enter: it has no passwords, and a port on the
 * loopback is open to every user of the machine. The paths are relative, as a socket's may be 100 characters at most.
 */
const ETCD = `unix://${ETCD_SOCKET}`;
const ETCD_PEER = "unix://etcd-peer.sock:0";

/** Addresses of Services. Nothing answers there; the API server asks a service proxy instead, where one listens. */
const SERVICE_RANGE = "10.96.0.0/16";

/** Seconds a fake node's lease lasts: the kubelet's default. Without one the node turns NotReady. */
const LEASE_SECONDS = 40;

/**
 * Arguments of a component. Each names a file in the state folder as `--flag=<folder>/…`, which is how processes are
 * recognised later (see `component-process.ts`).
 *
 * The API server keeps its default admission plugins: without `ServiceAccount` a pod with a sidecar is refused, for it
 * asks for a projected token.
 *
 * @param port Of the API server, on 127.0.0.1: the only one that is opened.
 */
export function componentArgs(component: Component, layout: ClusterLayout, port: number): readonly string[] {
    switch (component) {
        case "etcd":
            return [
                `--data-dir=${layout.etcdData}`,
                `--listen-client-urls=${ETCD}`,
                `--advertise-client-urls=${ETCD}`,
                `--listen-peer-urls=${ETCD_PEER}`,
                `--initial-advertise-peer-urls=${ETCD_PEER}`,
                `--initial-cluster=default=${ETCD_PEER}`,
                // A power cut may cost the data of a test; waiting for the disk costs seconds each time.
                "--unsafe-no-fsync",
                "--log-level=warn",
            ];
        case "kube-apiserver":
            return [
                `--etcd-servers=${ETCD}`,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                `--secure-port=${port}`,
                `--cert-dir=${layout.certificates}`,
                "--authorization-mode=RBAC",
                "--anonymous-auth=false",
                `--token-auth-file=${layout.tokens}`,
                `--service-cluster-ip-range=${SERVICE_RANGE}`,
                "--service-account-issuer=https://kubernetes.default.svc",
                `--service-account-key-file=${layout.verificationKey}`,
                `--service-account-signing-key-file=${layout.signingKey}`,
                // It has no address that pods could reach, and 127.0.0.1 is refused for an Endpoints object.
                "--endpoint-reconciler-type=none",
                `--egress-selector-config-file=${layout.egress}`,
                // As clusters have it: the agents of Istio's CNI are privileged.
                "--allow-privileged=true",
                "--profiling=false",
            ];
        case "kube-controller-manager":
            return [
                `--kubeconfig=${layout.kubeconfig}`,
                `--service-account-private-key-file=${layout.signingKey}`,
                `--root-ca-file=${layout.authority}`,
                ...FOR_THOUSANDS,
                ...WITHOUT_SERVING,
            ];
        case "kube-scheduler":
            return [`--kubeconfig=${layout.kubeconfig}`, ...FOR_THOUSANDS, ...WITHOUT_SERVING];
        case "kwok":
            return [
                `--kubeconfig=${layout.kubeconfig}`,
                `--config=${layout.stages}`,
                "--manage-all-nodes",
                `--node-lease-duration-seconds=${LEASE_SECONDS}`,
                "--server-address=",
            ];
    }
}

/**
 * Requests a second. With the controller manager's own 20 the Deployments of 300 workloads take most of an hour: their status
 * is what Flagger and Flux wait for.
 */
const FOR_THOUSANDS = ["--kube-api-qps=300", "--kube-api-burst=600"];

/** One of a kind, and with nothing to tell anybody: no election, no port. */
const WITHOUT_SERVING = ["--leader-elect=false", "--secure-port=0", "--profiling=false"];
