/// What an operator may ask of Posthouse: one operation a request.
///
/// An [Operation] is a record of what is asked, and its `run` does it with what the [Office] holds.
/// The running server takes them over a unix socket in the data folder ([ControlServer], one JSON
/// object a line); with no server running, the command line opens the store, makes an [Office] of
/// its own and runs the very same operation. This package parses no command line and prints
/// nothing.
@NullMarked
package posthouse.control;

import org.jspecify.annotations.NullMarked;
