/// The commands of the binary, and the wiring of the server: the only package that sees all others,
/// and the only one with a `main`.
///
/// Start with [Main]. [Server] makes the whole server, constructors in order, a page of Java. A
/// command parses its arguments (picocli) and prints; what it asks for is an operation of
/// `posthouse.control`, which [Reach] carries to the running server, or does itself where none
/// runs.
@NullMarked
package posthouse.cli;

import org.jspecify.annotations.NullMarked;
