/** The program of a mesh: `windlass/program`. */
export { type MeshArgs, type MeshLayer, type MeshProgram, defineMesh } from "./define-mesh";
